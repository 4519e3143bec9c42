import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParityCase, readCases } from './cases.ts';
import { type ComparedDocument, compareDocuments, type FieldDifference, pairDocuments } from './compare.ts';

/**
 * `node packages/parity/src/main.ts [--samples DIR] [--show N] [log type …]`: parses the samples with `siem parse` and
 * compares every document with the reference's.
 */
const repositoryRoot = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const clock = '2026-11-24T00:00:00Z';

const { samples, show, logTypes } = readArguments(process.argv.slice(2));
const cases = readCases(samples, logTypes);
const work = join(repositoryRoot, '.local', 'parity');
mkdirSync(work, { recursive: true });
parseAll(cases);
let failed = 0;
for (const parityCase of cases) if (!report(parityCase)) failed++;
console.log(`${cases.length - failed} cases equal, ${failed} with differences`);
process.exitCode = failed === 0 ? 0 : 1;

function outputOf(parityCase: ParityCase): string {
  return join(work, `${parityCase.logType}.${parityCase.name}.ndjson`);
}

function parseAll(list: readonly ParityCase[]): void {
  const manifest = join(work, 'manifest.ndjson');
  const lines = list.map((c) => JSON.stringify({ file: c.file, bucket: c.bucket, key: c.key, out: outputOf(c) }));
  writeFileSync(manifest, `${lines.join('\n')}\n`);
  const options = ['parse', '--manifest', manifest, '--geoip-dir', join(samples, 'geoip'), '--now', clock];
  const run = spawnSync(process.execPath, [join(repositoryRoot, 'services/cli/src/main.ts'), ...options], {
    encoding: 'utf8',
  });
  if (run.status === 1 && !run.stderr.includes('"ledger"')) throw new Error(run.stderr);
}

function report(parityCase: ParityCase): boolean {
  const lines = readFileSync(outputOf(parityCase), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const ledger = lines.at(-1)!['ledger'] as Record<string, unknown>;
  const ours = lines.filter((line): line is Record<string, unknown> & ComparedDocument => '_source' in line);
  const title = `${parityCase.logType}/${parityCase.name}`;
  const facts = `read ${ledger['read']}, documents ${ours.length}, dead letters ${ledger['dead_lettered']}, outcome ${ledger['outcome']}`;
  if (parityCase.expected === undefined) {
    console.log(`-- ${title}: no documents of the reference; ours: ${facts}`);
    return ledger['balances'] === true;
  }
  const theirs = readFileSync(parityCase.expected, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ComparedDocument);
  const { pairs, missing } = pairDocuments(theirs, ours);
  const byField = new Map<string, FieldDifference[]>();
  for (const [a, b] of pairs) {
    for (const difference of compareDocuments(parityCase.logType, a, b).differences) {
      byField.set(difference.field, [...(byField.get(difference.field) ?? []), difference]);
    }
  }
  const ok = byField.size === 0 && missing.length === 0;
  console.log(
    `${ok ? 'ok' : 'NO'} ${title}: theirs ${theirs.length}, ${facts}${missing.length > 0 ? `, missing ${missing.length}` : ''}`,
  );
  for (const document of missing.slice(0, show))
    console.log(`     missing: ${String(document._source['@message']).slice(0, 200)}`);
  for (const [field, differences] of byField) {
    console.log(`   ${field} (${differences.length})`);
    for (const { theirs: a, ours: b } of differences.slice(0, show))
      console.log(`     theirs ${short(a)}  ours ${short(b)}`);
  }
  return ok;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 160);
}

function readArguments(list: string[]): { samples: string; show: number; logTypes: string[] } {
  const options = { samples: join(dirname(repositoryRoot), 'shared', 'samples'), show: 2, logTypes: [] as string[] };
  for (let i = 0; i < list.length; i++) {
    if (list[i] === '--samples') options.samples = list[++i]!;
    else if (list[i] === '--show') options.show = Number(list[++i]);
    else options.logTypes.push(list[i]!);
  }
  return options;
}
