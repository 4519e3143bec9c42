// Writes what runs found into the marked sections of docs/reliability.md:
// node packages/fault-suite/scripts/reliability-page.ts [--faults FILE ...] [--mutations FILE] [--soak FILE]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { loadFaults } from '../src/faults.ts';
import type { FaultRun } from '../src/harness/run-fault.ts';
import type { Sample, Trend } from '../src/soak/samples.ts';

interface FaultResults {
  seed: number;
  records: number;
  runs: FaultRun[];
}
interface MutationResult {
  mechanism: string;
  testFile: string;
  test: string;
  intact: string;
  broken: string;
}

const file = join(import.meta.dirname, '../../../docs/reliability.md');
const { faults, mutations, soak } = new Command()
  .option('--faults <file...>', 'results of npm run faults, one a seed')
  .option('--mutations <file>', 'results of npm run mutations')
  .option('--soak <file>', 'results of npm run soak')
  .parse()
  .opts<{ faults?: string[]; mutations?: string; soak?: string }>();

let page = readFileSync(file, 'utf8');
if (faults !== undefined) fill('faults', await faultTable(faults.map((name) => read<FaultResults>(name))));
if (mutations !== undefined) fill('mutations', mutationTable(read(mutations)));
if (soak !== undefined) fill('soak', soakTable(read(soak)));
writeFileSync(file, page);

function read<Value>(name: string): Value {
  return JSON.parse(readFileSync(name, 'utf8')) as Value;
}

function fill(section: string, text: string): void {
  const [start, end] = [`<!-- ${section} -->`, `<!-- /${section} -->`];
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no section between ${start} and ${end}`);
  page = `${page.slice(0, from + start.length)}\n${text}\n${page.slice(to)}`;
}

async function faultTable(results: FaultResults[]): Promise<string> {
  const summaries = new Map((await loadFaults()).map(({ name, summary }) => [name, summary]));
  const commands = results.map(({ seed, records }) => `npm run faults -- --seed ${seed} --records ${records}`);
  const rows = results.flatMap(({ runs }) => runs);
  const names = [...new Set(rows.map(({ fault }) => fault))];
  const lines = names.flatMap((name) =>
    rows
      .filter(({ fault }) => fault === name)
      .map(({ fault, seed, outcome, recoverySeconds, problem }, i) => {
        const what = i === 0 ? `\`${fault}\`: ${summaries.get(fault) ?? ''}` : '';
        if (outcome === undefined) return `| ${what} | ${seed} | ${problem ?? 'skipped'} | | | | | |`;
        const { records, indexedOnce, doubled, deadLettered, lost } = outcome;
        return `| ${what} | ${seed} | ${records} | ${indexedOnce} | ${doubled} | ${deadLettered} | ${lost} | ${recoverySeconds} s |`;
      }),
  );
  return [
    '```',
    ...commands,
    '```',
    '',
    '| fault | seed | records in | indexed once | doubled | dead-lettered | lost | time to recover |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...lines,
  ].join('\n');
}

function mutationTable(results: MutationResult[]): string {
  return [
    '| taken out | test | with it | without it |',
    '|---|---|---|---|',
    ...results.map(
      ({ mechanism, testFile, test, intact, broken }) =>
        `| ${mechanism} | \`${testFile}\`: ${test} | ${intact} | ${broken} |`,
    ),
  ].join('\n');
}

const units: Readonly<Record<string, string>> = {
  rssMib: 'resident memory, MiB',
  heapMib: "main thread's heap, MiB",
  handles: 'open file handles',
  eventLoopDelayMs: "main thread's event-loop delay (p90), ms",
};

function soakTable({ trends, samples }: { trends: Trend[]; samples: Sample[] }): string {
  const { seconds, records } = samples.at(-1)!;
  return [
    `${records} records in ${(seconds / 60).toFixed(0)} minutes, ${Math.round(records / seconds)} a second:`,
    '',
    '| | mean | least | most | slope an hour | |',
    '|---|--:|--:|--:|--:|---|',
    ...trends.map(
      ({ measure, mean, least, most, perHour, isFlat }) =>
        `| ${units[measure] ?? measure} | ${[mean, least, most, perHour].map((value) => value.toFixed(1)).join(' | ')} | ${isFlat ? 'flat' : 'grows'} |`,
    ),
  ].join('\n');
}
