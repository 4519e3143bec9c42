// npm run check [-- PATTERN ...]: lint and format, types of every package, then the tests. Stops at nothing, so that one
// run shows everything that is wrong.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { repositoryRoot } from '@siem/local-stack';
import { runJest } from './run-jest.ts';

interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly output: string;
  readonly seconds: number;
}

const binFolder = join(repositoryRoot, 'node_modules', '.bin');

async function run(name: string, command: string, args: readonly string[]): Promise<Outcome> {
  const startedAt = performance.now();
  const child = spawn(isAbsolute(command) ? command : join(binFolder, command), args, {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ok = await new Promise<boolean>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(false);
    });
    child.once('close', (code) => resolve(code === 0));
  });
  return { name, ok, output, seconds: (performance.now() - startedAt) / 1000 };
}

function print({ name, ok, output, seconds }: Outcome): void {
  console.log(`${ok ? '✔' : '✘'} ${name} (${seconds.toFixed(1)} s)`);
  if (!ok) console.log(`${output.trim().replace(/^/gm, '    ')}\n`);
}

/** Every package with a tsconfig.json, as many at once as there are processors. */
async function checkTypes(): Promise<Outcome[]> {
  const projects = globSync('{packages,services}/*/tsconfig.json', { cwd: repositoryRoot })
    .map((file) => dirname(file))
    .sort();
  const outcomes: Outcome[] = [];
  const remaining = projects.values();
  const worker = async () => {
    for (const project of remaining) {
      const outcome = await run(`types of ${project}`, 'tsc', ['-p', project, '--pretty', 'false']);
      print(outcome);
      outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return outcomes;
}

const lint = await run('lint and format', 'biome', ['check', '.']);
print(lint);
const licences = await run('licences', process.execPath, ['packages/supply-chain/src/main.ts']);
print(licences);
const types = await checkTypes();
const tests = await runJest(process.argv.slice(2));

const broken = [lint, licences, ...types].filter(({ ok }) => !ok).map(({ name }) => name);
console.log(broken.length === 0 ? '✔ lint, format, licences and types' : `✘ ${broken.join(', ')}`);
console.log(`${tests.passed} passed, ${tests.failed + broken.length} failed`);
process.exit(broken.length > 0 || tests.failed > 0 || tests.passed === 0 ? 1 : 0);
