import { setTimeout as delay } from 'node:timers/promises';
import type { WorkerProcess } from '@siem/local-stack';

const stallMs = 300_000;

/**
 * Waits until the worker has brought so many records into a final state.
 * @throws Error when it ends or stands still for five minutes
 */
export async function untilRecords(worker: WorkerProcess, expected: number): Promise<void> {
  let last = { documents: -1, atMs: performance.now() };
  for (;;) {
    const text = await (await fetch(worker.metricsUrl)).text();
    if (sum(text, 'siem_records_total') >= expected) return;
    const documents = sum(text, 'siem_bulk_documents_total');
    if (documents !== last.documents) last = { documents, atMs: performance.now() };
    else if (performance.now() - last.atMs > stallMs)
      throw new Error(`The worker has not written for ${stallMs / 1000} s; see ${worker.logFile}`);
    const ended = await Promise.race([delay(50), worker.exited]);
    if (ended !== undefined) throw new Error(`The worker ended with code ${ended}; see ${worker.logFile}`);
  }
}

function sum(metrics: string, name: string): number {
  let total = 0;
  for (const [, count] of metrics.matchAll(new RegExp(`^${name}\\{[^}]*\\} (\\d+)`, 'gm'))) total += Number(count);
  return total;
}
