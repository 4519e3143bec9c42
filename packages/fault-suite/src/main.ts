import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { loadFaults } from './faults.ts';
import type { FaultRun } from './harness/run-fault.ts';
import { remarksOf, tableOf } from './report.ts';
import { runFaults } from './run-faults.ts';

interface Options {
  fault: string[];
  seed: number;
  records: number;
  timeoutSeconds: number;
  json?: string;
  list: boolean;
}

const number = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('it must be a whole number above 0');
  return Number(text);
};
const options = new Command('faults')
  .description(
    'Loads logs with real workers on the real local stack under faults, and counts what arrived in OpenSearch',
  )
  .option('--fault <name>', 'only this one; may be given several times', (name, all: string[]) => [...all, name], [])
  .option('--seed <n>', 'of the records and of everything random', number, 1)
  .option('--records <n>', 'for each fault', number, 40_000)
  .option('--timeout-seconds <n>', 'for the queue to become empty after the fault', number, 300)
  .option('--json <file>', 'write the results there')
  .option('--list', 'name the faults and end', false)
  .parse()
  .opts<Options>();

const all = await loadFaults();
if (options.list) {
  const width = Math.max(...all.map(({ name }) => name.length));
  for (const { name, summary } of all) console.log(`${name.padEnd(width)}  ${summary}`);
  process.exit(0);
}
const unknown = options.fault.filter((name) => !all.some((fault) => fault.name === name));
if (unknown.length > 0) {
  console.error(`no fault is called ${unknown.join(', ')}; see --list`);
  process.exit(2);
}
// Ending in order ends the workers; the servers end by themselves.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const chosen = options.fault.length === 0 ? all : all.filter(({ name }) => options.fault.includes(name));
const { seed, records } = options;
const runs: FaultRun[] = await runFaults(chosen, { seed, records, timeoutMs: options.timeoutSeconds * 1000 }, (run) => {
  const { outcome, totalSeconds } = run;
  const said =
    outcome === undefined ? '' : ` doubled ${outcome.doubled}, lost ${outcome.lost}, ${totalSeconds} s in all`;
  console.log(`${run.passed ? '✔' : '✘'} ${run.fault}${said}`);
});

console.log(tableOf(runs));
for (const remark of remarksOf(runs)) console.log(remark);
if (options.json !== undefined) {
  const file = resolve(process.env['SIEM_INVOKED_FROM'] ?? '.', options.json);
  writeFileSync(file, `${JSON.stringify({ seed, records, node: process.version, runs }, null, 2)}\n`);
}
process.exit(runs.every(({ passed }) => passed) ? 0 : 1);
