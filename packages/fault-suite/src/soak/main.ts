import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import { Command } from 'commander';
import type { Fault } from '../fault.ts';
import { Bench } from '../harness/bench.ts';
import { makeLoad } from '../harness/load.ts';
import { startWorld, workFolder } from '../harness/world.ts';
import { Feed } from './feed.ts';
import { readSample, type Sample, trendsOf } from './samples.ts';

const sampleEveryMs = 5_000;

const { minutes, seed, json } = new Command('soak')
  .description('A worker at full speed for a while: do its memory, handles and event-loop delay stay flat?')
  .option('--minutes <n>', 'how long', Number, 60)
  .option('--seed <n>', 'of the records', Number, 1)
  .option('--json <file>', 'write every sample there')
  .parse()
  .opts<{ minutes: number; seed: number; json?: string }>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const nothing: Fault = { name: 'soak', summary: 'nothing breaks', inject: async () => {} };
const world = await startWorld('one-node');
const logFolder = join(workFolder, 'logs', 'soak');
const bench = await Bench.open({ world, fault: nothing, load: makeLoad(seed, 1), seed, logFolder });
const samples: Sample[] = [];
try {
  const worker = await bench.workers.start({ SIEM_CHUNK_BYTES: '1048576', SIEM_LOG_LEVEL: 'warn' });
  const feed = new Feed(bench);
  const startedAt = performance.now();
  for (let passedMs = 0; passedMs < minutes * 60_000; passedMs = performance.now() - startedAt) {
    await feed.keepFull(seed);
    if (passedMs >= samples.length * sampleEveryMs)
      samples.push(readSample(await (await fetch(worker.metricsUrl)).text(), passedMs / 1000));
    await delay(100);
  }
} finally {
  await bench.close();
  await world.close();
}

const trends = trendsOf(samples);
const table = new Table({ head: ['', 'mean', 'least', 'most', 'slope an hour', ''], style: { head: [], border: [] } });
for (const { measure, mean, least, most, perHour, isFlat } of trends)
  table.push([measure, ...[mean, least, most, perHour].map((value) => value.toFixed(1)), isFlat ? 'flat' : 'GROWS']);
console.log(table.toString());
const last = samples.at(-1);
console.log(
  `${last?.records} records in ${Math.round(last?.seconds ?? 0)} s, ${Math.round((last?.records ?? 0) / (last?.seconds ?? 1))} a second; ${bench.workers.crashes} crashes`,
);
if (json !== undefined)
  writeFileSync(resolve(process.env['SIEM_INVOKED_FROM'] ?? '.', json), `${JSON.stringify({ trends, samples })}\n`);
process.exit(trends.every(({ isFlat }) => isFlat) && bench.workers.crashes === 0 ? 0 : 1);
