import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { type Mutation, mutations } from './mutations.ts';
import { Sandbox, type TestResults } from './sandbox.ts';

// Takes mechanisms out one at a time, in a copy of the repository, and runs the test that has to notice.
const { only, json } = new Command('mutations')
  .description('Takes delivery mechanisms out one at a time and shows the test that fails then')
  .option('--only <text>', 'mechanisms with this text in their description')
  .option('--json <file>', 'write the results there')
  .parse()
  .opts<{ only?: string; json?: string }>();

const chosen = mutations.filter(({ mechanism }) => only === undefined || mechanism.includes(only));
const sandbox = new Sandbox();
const table = new Table({ head: ['taken out', 'test', 'with it', 'without it'], style: { head: [], border: [] } });
const results: { mechanism: string; testFile: string; test: string; intact: string; broken: string }[] = [];
let isProven = true;
try {
  for (const mutation of chosen) {
    const intact = verdict(await run(mutation), mutation);
    const putBack = sandbox.replace(mutation.file, mutation.find, mutation.replace);
    const broken = verdict(await run(mutation), mutation);
    putBack();
    isProven &&= intact === 'passes' && broken === 'fails';
    console.log(`${intact === 'passes' && broken === 'fails' ? '✔' : '✘'} ${mutation.mechanism}: ${intact}, ${broken}`);
    results.push({ mechanism: mutation.mechanism, testFile: mutation.testFile, test: mutation.test, intact, broken });
    table.push([mutation.mechanism, `${mutation.testFile}: ${mutation.test}`, intact, broken]);
  }
} finally {
  sandbox.remove();
}
console.log(table.toString());
if (json !== undefined)
  writeFileSync(resolve(process.env['SIEM_INVOKED_FROM'] ?? '.', json), `${JSON.stringify(results, null, 2)}\n`);
process.exit(isProven ? 0 : 1);

function run({ testFile, test }: Mutation): Promise<TestResults> {
  return sandbox.test([testFile], test.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

function verdict(results: TestResults, { test }: Mutation): 'passes' | 'fails' | 'did not run' {
  const named = [...results].filter(([name]) => name.includes(test));
  if (named.length === 0) return 'did not run';
  return named.every(([, passed]) => passed) ? 'passes' : 'fails';
}
