import Table from 'cli-table3';
import type { FaultRun } from './harness/run-fault.ts';

const head = ['fault', 'seed', 'records in', 'indexed once', 'doubled', 'dead-lettered', 'lost', 'recovered after', ''];

export function tableOf(runs: readonly FaultRun[]): string {
  const table = new Table({
    head,
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...head.slice(1, 8).map(() => 'right' as const), 'left'],
  });
  for (const run of runs) table.push(row(run));
  return table.toString();
}

function row({ fault, seed, outcome, recoverySeconds, passed }: FaultRun): string[] {
  const end = passed ? (outcome === undefined ? 'skipped' : 'ok') : 'FAILED';
  if (outcome === undefined) return [fault, String(seed), '', '', '', '', '', '', end];
  const { records, indexedOnce, doubled, deadLettered, lost } = outcome;
  return [...[fault, seed, records, indexedOnce, doubled, deadLettered, lost].map(String), `${recoverySeconds} s`, end];
}

/** What the table has no room for. */
export function remarksOf(runs: readonly FaultRun[]): string[] {
  return runs.flatMap(({ fault, problem, givenUp = 0, crashes = 0, outcome }) => [
    ...(crashes === 0 ? [] : [`${fault}: ${crashes} workers ended by themselves and were replaced`]),
    ...(problem === undefined ? [] : [`${fault}: ${problem}`]),
    ...(givenUp === 0 ? [] : [`${fault}: ${givenUp} messages in the dead-letter queue`]),
    ...(outcome?.examples ?? []).map((example) => `${fault}: ${example}`),
    ...((outcome?.deadLetteredInVain ?? 0) === 0
      ? []
      : [`${fault}: ${outcome?.deadLetteredInVain} records that can be read are dead letters`]),
  ]);
}
