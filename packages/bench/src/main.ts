import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDemoDatabases } from '@siem/mmdb-builder';
import Table from 'cli-table3';
import { Command } from 'commander';
import { measureEndToEnd } from './end-to-end.ts';
import { type BenchFile, benchFiles } from './files.ts';
import { measureMemory } from './memory.ts';
import { typeFiles } from './type-files.ts';
import { buildVrlPeer, type VrlPeer } from './vrl-peer.ts';

interface BenchOptions {
  peers: boolean;
  types?: string[] | true;
  endToEnd: boolean;
  memoryGb?: number;
  records: number;
  rounds: number;
  scale: number;
  json?: string;
}

const options = new Command('bench')
  .description('Measures the parse path: one thread, stored file to bulk NDJSON bytes, full documents')
  .option('--peers', 'also run the VRL engine on the same files (needs a Rust toolchain)', false)
  .option('--types [names...]', 'a row for every log type, or for those named, from its samples repeated')
  .option('--end-to-end', 'instead: share of a plain loader of ready-made documents, into a local OpenSearch', false)
  .option('--records <n>', 'VPC flow records of each round of --end-to-end', Number, 200_000)
  .option('--memory-gb <n>', 'instead: peak memory of a worker that loads one object of so many gigabytes', Number)
  .option('--rounds <n>', 'runs of each, in turn; the fastest counts, of ratios the median', Number, 3)
  .option('--scale <n>', 'multiplies 200k VPC, 20k CloudTrail and 100k ALB records', Number, 1)
  .option('--json <file>', 'write the figures there')
  .parse()
  .opts<BenchOptions>();

const repositoryRoot = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const work = join(repositoryRoot, '.local', 'bench');
const geoip = join(work, 'geoip');

interface ParseFigures {
  documents: number;
  inputBytes: number;
  deadLetters: number;
  seconds: number;
  cpuSeconds: number;
  peakRssBytes: number;
}

interface Row {
  logType: string;
  documentsPerSecond: number;
  megabytesPerSecond: number;
  cpuMicrosecondsPerDocument: number;
  peakRssMib: number;
  /** Documents per second of ours to the peer's, per round, median: what disturbs a round disturbs both. */
  ratioToVrl?: number;
  vrlDocumentsPerSecond?: number;
}

mkdirSync(work, { recursive: true });
writeDemoDatabases(geoip);
if (options.memoryGb !== undefined) await memory(options.memoryGb * 1e9);
else if (options.endToEnd) await endToEnd();
else await parsePath();

async function parsePath(): Promise<void> {
  const peer = options.peers ? buildVrlPeer(join(dirname(repositoryRoot), 'shared', 'peers'), work) : undefined;
  if (typeof peer === 'string') console.log(peer);
  const { types } = options;
  const files: (Omit<BenchFile, 'vrl'> & Partial<BenchFile>)[] =
    types === undefined
      ? benchFiles(work, options.scale)
      : await typeFiles(join(work, 'types'), types === true ? undefined : types);
  const rows = files.map((file) => measure(file, typeof peer === 'object' ? peer : undefined));
  print(rows);
  writeJson({ rounds: options.rounds, rows });
}

async function endToEnd(): Promise<void> {
  const figures = await measureEndToEnd(join(work, 'end-to-end'), geoip, options.records, options.rounds);
  const shares = figures.worker.map((rate, i) => rate / figures.plainLoader[i]!);
  const table = new Table({
    head: ['round', 'plain loader documents/s', 'worker documents/s', 'share'],
    style: { head: [], border: [], compact: true },
  });
  for (const [i, share] of shares.entries())
    table.push([i + 1, Math.round(figures.plainLoader[i]!), Math.round(figures.worker[i]!), share.toFixed(2)]);
  console.log(table.toString());
  console.log(`${figures.records} VPC flow records a round; median share ${median(shares).toFixed(2)}`);
  writeJson(figures);
}

async function memory(objectBytes: number): Promise<void> {
  const figures = await measureMemory(join(work, 'memory'), geoip, objectBytes);
  const mib = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`;
  console.log(
    `One object of ${mib(figures.objectBytes)} uncompressed, ${figures.records} records, ${figures.seconds.toFixed(0)} s: ` +
      `peak RSS of the whole worker ${mib(figures.peakRssBytes)} (at rest ${mib(figures.restRssBytes)})`,
  );
  writeJson(figures);
}

function writeJson(figures: object): void {
  if (options.json === undefined) return;
  const path = resolve(process.env['SIEM_INVOKED_FROM'] ?? '.', options.json);
  writeFileSync(path, `${JSON.stringify({ node: process.version, ...figures }, null, 2)}\n`);
}

function measure(file: Omit<BenchFile, 'vrl'> & Partial<BenchFile>, vrl: VrlPeer | undefined): Row {
  process.stdout.write(`${file.logType} ...`);
  const rounds = Array.from({ length: options.rounds }, () => {
    const ours = runOurs(file);
    const theirs = vrl !== undefined && file.vrl !== undefined ? vrl.run(file as BenchFile) : undefined;
    process.stdout.write('.');
    return { ours, theirs };
  });
  process.stdout.write('\n');
  const rate = (figures: { documents: number; seconds: number }) => figures.documents / figures.seconds;
  const row: Row = {
    logType: file.logType,
    documentsPerSecond: Math.max(...rounds.map(({ ours }) => rate(ours))),
    megabytesPerSecond: Math.max(...rounds.map(({ ours }) => ours.inputBytes / 1e6 / ours.seconds)),
    cpuMicrosecondsPerDocument: Math.min(...rounds.map(({ ours }) => (ours.cpuSeconds * 1e6) / ours.documents)),
    peakRssMib: Math.max(...rounds.map(({ ours }) => ours.peakRssBytes)) / 1024 / 1024,
  };
  const compared = rounds.filter((round) => round.theirs !== undefined);
  if (compared.length > 0) {
    row.vrlDocumentsPerSecond = Math.max(...compared.map(({ theirs }) => rate(theirs!)));
    row.ratioToVrl = median(compared.map(({ ours, theirs }) => rate(ours) / rate(theirs!)));
  }
  return row;
}

function runOurs({ file, logType, key }: Pick<BenchFile, 'file' | 'logType' | 'key'>): ParseFigures {
  const script = join(dirname(fileURLToPath(import.meta.url)), 'parse-run.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, file, logType, key, geoip], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Measuring ${logType} failed: ${stderr}`);
  return JSON.parse(stdout) as ParseFigures;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

function print(list: readonly Row[]): void {
  const compared = list.some((row) => row.ratioToVrl !== undefined);
  const head = [
    'log type',
    'documents/s',
    'MB/s in',
    'CPU µs/document',
    'peak RSS MiB',
    ...(compared ? ['VRL documents/s', 'ratio'] : []),
  ];
  const table = new Table({
    head,
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  const whole = (value: number | undefined) => (value === undefined ? '' : Math.round(value).toLocaleString('en'));
  for (const row of list) {
    const own = [
      row.logType,
      whole(row.documentsPerSecond),
      row.megabytesPerSecond.toFixed(1),
      row.cpuMicrosecondsPerDocument.toFixed(1),
      whole(row.peakRssMib),
    ];
    table.push(compared ? [...own, whole(row.vrlDocumentsPerSecond), row.ratioToVrl?.toFixed(2) ?? ''] : own);
  }
  console.log(table.toString());
}
