// Entry of every root command. Plain JavaScript for the machine's own Node.js (>= 20): it installs the pinned runtime
// and the workspace's dependencies, once, and then runs the task under them.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, setUp } from './setup.mjs';
import { tasks } from './tasks.mjs';

const [taskName = '', ...taskArguments] = process.argv.slice(2);
const task = tasks[taskName];
if (task === undefined) {
  console.error(`Unknown task '${taskName}'; known tasks: ${Object.keys(tasks).join(', ')}`);
  process.exit(2);
}

let environment;
try {
  environment = await setUp({ quiet: task.quiet === true });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
if (task.command === undefined) process.exit(0);

const [command, ...fixedArguments] = task.command;
// Node.js' own --env-file-if-exists says on standard error that there is none.
const stackEnvironment = join(repositoryRoot, '.stack.env');
if (task.knowsStack && existsSync(stackEnvironment)) fixedArguments.unshift(`--env-file=${stackEnvironment}`);
const local = join(repositoryRoot, 'node_modules', '.bin', command);
const child = spawn(existsSync(local) ? local : command, [...fixedArguments, ...taskArguments], {
  cwd: repositoryRoot,
  env: { ...environment, ...task.env, SIEM_INVOKED_FROM: process.env.INIT_CWD ?? process.cwd() },
  stdio: 'inherit',
});

// Ctrl-C reaches the whole process group; the child decides how to stop, we only wait for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
// A killed npm passes nothing on: without it the task would run for ever.
const parent = process.ppid;
setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 1000).unref();
child.on('error', (error) => {
  console.error(`Could not start '${command}' for task '${taskName}': ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
