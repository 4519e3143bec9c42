import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { printable } from '@siem/bootstrap';
import { allLogTypes } from '@siem/custom-log-types';
import { LogTypes } from '@siem/log-type';
import Table from 'cli-table3';
import type { Command } from 'commander';
import pc from 'picocolors';
import { lookUp, lookupBatch, type StoredObject } from '../audit/ledger-lookup.ts';
import { Connections, setting, timeOption } from '../connections.ts';
import { notificationFor } from '../dead-letters/replay.ts';
import { userPath } from '../paths.ts';
import { rateOption, sendMessages } from '../send-notifications.ts';

interface Options {
  bucket: string;
  prefix: string;
  since?: string;
  until: string;
  customDir?: string;
  rate: string;
  limit: string;
  fix: boolean;
  json: boolean;
}

/** Outcomes after which there is nothing more to load. */
const settled = new Set(['loaded', 'excluded', 'unreadable', 'gone', 'ignored_key']);

interface Missing extends StoredObject {
  logType: string;
  outcome: string;
}

export function addAuditCommand(program: Command): void {
  program
    .command('audit')
    .description(
      'Compare what is in a bucket with the ledger, and name what was never loaded; ends with 1 if any is left',
    )
    .requiredOption('--bucket <name>', 'bucket with logs')
    .option('--prefix <prefix>', 'only keys that begin so', '')
    .option('--since <time>', 'only objects written then or later: ISO 8601, or how long ago: 90m, 36h, 7d')
    .option('--until <time>', 'as --since; younger ones may still be on their way', '15m')
    .option('--custom-dir <dir>', 'directory with log types of your own')
    .option('--fix', 'put what was never loaded into the queue', false)
    .option('--rate <n>', 'messages a second with --fix', '200')
    .option('--limit <n>', 'name at most so many', '20')
    .option('--json', 'for machines', false)
    .action(audit);
}

async function audit(options: Options): Promise<void> {
  await using connections = new Connections();
  const logTypes = new LogTypes(
    await allLogTypes(options.customDir === undefined ? undefined : userPath(options.customDir)),
  );
  const counts = new Map<string, Map<string, number>>();
  const missing: Missing[] = [];
  for await (const objects of batches(listObjects(connections.s3, options, logTypes))) {
    const outcomes = await lookUp(connections.opensearch, options.bucket, objects);
    for (const object of objects) {
      const match = logTypes.forKey(object.key);
      const logType = match.kind === 'log-type' ? match.definition.name : 'unknown';
      const outcome = outcomes.get(object.key)!;
      const ofType = counts.get(logType) ?? new Map<string, number>();
      ofType.set(outcome, (ofType.get(outcome) ?? 0) + 1);
      counts.set(logType, ofType);
      // An object of no known type was looked into; with a log type for it, it is worth another try.
      if (!settled.has(outcome) && !(outcome === 'unknown_log_type' && logType === 'unknown'))
        missing.push({ ...object, logType, outcome });
    }
  }
  const sent = options.fix ? await queue(connections, options, missing) : 0;
  print(options, counts, missing, sent);
  if (missing.length > sent) process.exitCode = 1;
}

async function* listObjects(s3: S3Client, options: Options, logTypes: LogTypes): AsyncGenerator<StoredObject> {
  const since = timeOption(options.since, '--since');
  const until = timeOption(options.until, '--until')!;
  const pages = paginateListObjectsV2({ client: s3 }, { Bucket: options.bucket, Prefix: options.prefix });
  for await (const { Contents } of pages)
    for (const { Key: key, Size, LastModified, ETag } of Contents ?? []) {
      if (key === undefined || logTypes.forKey(key).kind === 'ignored') continue;
      const writtenAt = LastModified ?? new Date(0);
      if ((since !== undefined && writtenAt < since) || writtenAt > until) continue;
      yield { key, sizeBytes: Size ?? 0, etag: (ETag ?? '').replaceAll('"', ''), writtenAt };
    }
}

async function* batches(objects: AsyncIterable<StoredObject>): AsyncGenerator<StoredObject[]> {
  let batch: StoredObject[] = [];
  for await (const object of objects) {
    batch.push(object);
    if (batch.length < lookupBatch) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function queue(connections: Connections, options: Options, missing: readonly Missing[]): Promise<number> {
  const queueUrl = setting(undefined, 'SIEM_QUEUE_URL', 'it in the environment');
  const bodies = missing.map(({ key, sizeBytes }) => notificationFor({ bucket: options.bucket, key, size: sizeBytes }));
  return sendMessages(connections.sqs, queueUrl, bodies, rateOption(options.rate));
}

function print(
  { bucket, prefix, until, limit, fix, json }: Options,
  counts: ReadonlyMap<string, ReadonlyMap<string, number>>,
  missing: readonly Missing[],
  sent: number,
): void {
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  if (json) {
    const logTypes = Object.fromEntries(rows.map(([logType, outcomes]) => [logType, Object.fromEntries(outcomes)]));
    console.log(JSON.stringify({ log_types: logTypes, missing, sent }));
    return;
  }
  if (rows.length === 0) {
    console.log(
      `No objects under s3://${printable(bucket)}/${printable(prefix)} in that time; younger ones than --until ${printable(until)} are left out.`,
    );
    return;
  }
  const outcomes = [...new Set(rows.flatMap(([, ofType]) => [...ofType.keys()]))].sort();
  const table = new Table({ head: ['log type', ...outcomes], style: { head: [], border: [], compact: true } });
  for (const [logType, ofType] of rows) table.push([logType, ...outcomes.map((outcome) => ofType.get(outcome) ?? 0)]);
  console.log(table.toString());
  for (const { key, writtenAt, outcome } of missing.slice(0, Number(limit)))
    console.log(`  ${pc.red(outcome)}  ${writtenAt.toISOString().slice(0, 19)}  ${printable(key)}`);
  if (missing.length > Number(limit)) console.log(`  and ${missing.length - Number(limit)} more; --limit shows them`);
  if (missing.length === 0) console.log('Every object was loaded, or has a reason not to be.');
  else if (fix) console.log(`${sent} of ${missing.length} objects were put into the queue.`);
  else console.log(`${missing.length} objects were never loaded; --fix puts them into the queue.`);
}
