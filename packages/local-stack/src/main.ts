// npm run stack:up, stack:down: the local stack alone, in the background.
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBackgroundStack, findBackgroundStack, stopBackgroundStack } from './background/background-stack.ts';
import type { StackStatus } from './background/state.ts';
import { StackError } from './errors.ts';
import type { StackOptions, StackProgress } from './options.ts';
import { defaultWorkDir, repositoryRoot, stackEnvironmentFile } from './paths.ts';
import { isPortFree } from './ports.ts';

const usage = `Usage: stack up|down|status [--work-dir DIR] [--backend auto|docker|embedded] [--nodes 1|3] [--heap-mb N] [--keep-data]`;

async function up(workDir: string, options: StackOptions): Promise<void> {
  const status = await ensureBackgroundStack({
    ...options,
    workDir,
    ports: await familiarPorts(options.nodes ?? 1),
    onProgress: printProgress,
    // Stacks in other folders are somebody's experiment; only the default one is what `npm run worker` should find.
    ...(workDir === defaultWorkDir ? { environmentFile: stackEnvironmentFile } : {}),
  });
  printStatus(status, status.wasRunning ? 'is already running' : 'is up');
}

/** The ports everybody knows, where they are free; each one falls back to any free port on its own. */
async function familiarPorts(nodes: number): Promise<{ opensearch?: number; aws?: number }> {
  const [opensearch, aws] = [9200, 4566];
  return {
    ...(nodes === 1 && (await isPortFree(opensearch)) ? { opensearch } : {}),
    ...((await isPortFree(aws)) ? { aws } : {}),
  };
}

function printProgress({ elapsedMs, state, text }: StackProgress): void {
  console.log(`${(elapsedMs / 1000).toFixed(1).padStart(6)} s  ${state === 'done' ? '✔' : '…'} ${text}`);
}

function printStatus(status: StackStatus, verb: string): void {
  console.log(
    `\nThe local stack ${verb} (${status.backend}, OpenSearch ${status.opensearchVersion}, supervisor ${status.supervisorPid})\n`,
  );
  for (const [name, value] of Object.entries(status.environment)) console.log(`  ${name}=${value}`);
  if (status.workDir === defaultWorkDir)
    console.log(`\n  The same is in ${relative(process.cwd(), stackEnvironmentFile) || stackEnvironmentFile}`);
  console.log(`  Logs: ${relative(process.cwd(), status.workDir)}   Stop it with: npm run stack:down`);
}

async function down(workDir: string): Promise<void> {
  console.log((await stopBackgroundStack(workDir)) ? 'The local stack is stopped' : 'No local stack is running');
}

/** @returns exit code: 0 running, 3 not running (as init scripts do) */
async function status(workDir: string): Promise<number> {
  const found = await findBackgroundStack(workDir);
  if (found) printStatus(found, 'is running');
  else console.log('No local stack is running');
  return found ? 0 : 3;
}

function parseCommandLine(): { command: string; workDir: string; options: StackOptions } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'work-dir': { type: 'string' },
      backend: { type: 'string' },
      nodes: { type: 'string' },
      'heap-mb': { type: 'string' },
      'keep-data': { type: 'boolean', default: false },
    },
  });
  const { 'work-dir': workDir, backend, nodes, 'heap-mb': heapMb } = values;
  if (backend !== undefined && backend !== 'auto' && backend !== 'docker' && backend !== 'embedded') {
    throw new StackError(`--backend is '${backend}'; it must be auto, docker or embedded`);
  }
  if (nodes !== undefined && nodes !== '1' && nodes !== '3')
    throw new StackError(`--nodes is '${nodes}'; it must be 1 or 3`);
  return {
    command: positionals[0] ?? '',
    workDir: workDir ? resolve(process.env['SIEM_INVOKED_FROM'] ?? repositoryRoot, workDir) : defaultWorkDir,
    options: {
      fresh: !values['keep-data'],
      ...(backend ? { backend } : {}),
      ...(nodes ? { nodes: nodes === '3' ? 3 : 1 } : {}),
      ...(heapMb ? { heapMb: Number(heapMb) } : {}),
    },
  };
}

// Ctrl-C while waiting ends the wait, and the stack with it; see giveUp in ensureBackgroundStack.
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

try {
  const { command, workDir, options } = parseCommandLine();
  if (command === 'up') await up(workDir, options);
  else if (command === 'down') await down(workDir);
  else if (command === 'status') process.exitCode = await status(workDir);
  else {
    console.error(usage);
    process.exitCode = 2;
  }
} catch (error) {
  console.error(error instanceof StackError ? error.message : error);
  if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) console.error(usage);
  process.exitCode = 1;
}
