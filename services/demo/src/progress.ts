import { setTimeout as delay } from 'node:timers/promises';
import type { WorkerProcess } from '@siem/local-stack';
import { Presets, SingleBar } from 'cli-progress';

/** Records by final state, as the worker counts them. */
export interface Progress {
  seconds: number;
  /** `log type` -> `state` -> count */
  records: Map<string, Map<string, number>>;
  objects: number;
  /** Documents that are in OpenSearch, also of objects that are not done yet. */
  documents: number;
}

const stallMs = 180_000;

/** Shows a bar until every record is in a final state. @throws Error when the worker ends or stands still */
export async function watchProgress(worker: WorkerProcess, expected: number): Promise<Progress> {
  const bar = new SingleBar(
    {
      format: '  {bar} {percentage}% | {value}/{total} records | {rate}/s',
      hideCursor: true,
      noTTYOutput: true,
      notTTYSchedule: 5_000,
    },
    Presets.shades_classic,
  );
  const started = performance.now();
  bar.start(expected, 0, { rate: 0 });
  let last = { done: 0, atMs: started };
  try {
    for (;;) {
      const progress = await readProgress(worker.metricsUrl, started);
      const done = countAll(progress);
      const visible = Math.min(Math.max(done, progress.documents), expected);
      bar.update(visible, { rate: Math.round(visible / progress.seconds) });
      if (done >= expected) return progress;
      if (visible > last.done) last = { done: visible, atMs: performance.now() };
      else if (performance.now() - last.atMs > stallMs)
        throw new Error(`No record in ${stallMs / 1000} s; see ${worker.logFile}`);
      await Promise.race([
        delay(300),
        worker.exited.then((code) =>
          Promise.reject(new Error(`The worker ended with code ${code}; see ${worker.logFile}`)),
        ),
      ]);
    }
  } finally {
    bar.stop();
  }
}

function countAll({ records }: Progress): number {
  let sum = 0;
  for (const states of records.values()) for (const count of states.values()) sum += count;
  return sum;
}

const sample = /^siem_records_total\{log_type="(?<type>[^"]+)",state="(?<state>[^"]+)"\} (?<count>\d+)/gm;

async function readProgress(url: string, started: number): Promise<Progress> {
  const text = await (await fetch(url)).text();
  const records = new Map<string, Map<string, number>>();
  for (const { groups } of text.matchAll(sample)) {
    const states = records.get(groups!['type']!) ?? new Map<string, number>();
    records.set(groups!['type']!, states.set(groups!['state']!, Number(groups!['count'])));
  }
  let objects = 0;
  for (const [, count] of text.matchAll(/^siem_objects_total\{[^}]*outcome="loaded"\} (\d+)/gm))
    objects += Number(count);
  let documents = 0;
  for (const [, count] of text.matchAll(/^siem_bulk_documents_total\{[^}]*\} (\d+)/gm)) documents += Number(count);
  return { seconds: (performance.now() - started) / 1000, records, objects, documents };
}
