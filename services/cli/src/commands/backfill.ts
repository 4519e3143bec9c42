import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { printable } from '@siem/bootstrap';
import { allLogTypes } from '@siem/custom-log-types';
import { LogTypes } from '@siem/log-type';
import { Presets, SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { Connections, setting, timeOption } from '../connections.ts';
import { notificationFor } from '../dead-letters/replay.ts';
import { userPath } from '../paths.ts';
import { rateOption, sendMessages } from '../send-notifications.ts';

interface Options {
  bucket: string;
  prefix: string;
  since?: string;
  until?: string;
  logType?: string;
  rate: string;
  customDir?: string;
  dryRun: boolean;
  json: boolean;
}

interface Found {
  key: string;
  size: number;
  logType: string;
}

export function addBackfillCommand(program: Command): void {
  program
    .command('backfill')
    .description('Put objects that are already in a bucket into the queue, as if S3 had just written them')
    .requiredOption('--bucket <name>', 'bucket with logs')
    .option('--prefix <prefix>', 'only keys that begin so', '')
    .option('--since <time>', 'only objects written then or later: ISO 8601, or how long ago: 90m, 36h, 7d')
    .option('--until <time>', 'as --since')
    .option('--log-type <name>', 'only objects of this log type')
    .option('--rate <n>', 'messages a second', '200')
    .option('--custom-dir <dir>', 'directory with log types of your own')
    .option('--dry-run', 'count, and send nothing', false)
    .option('--json', 'for machines', false)
    .action(backfill);
}

/** Loading an object twice doubles nothing, so a backfill may overlap with what was loaded. */
async function backfill(options: Options): Promise<void> {
  await using connections = new Connections();
  const rate = rateOption(options.rate);
  const queueUrl = setting(undefined, 'SIEM_QUEUE_URL', 'it in the environment');
  const counts = new Map<string, { objects: number; bytes: number }>();
  const bar = new SingleBar(
    { format: '  {value} messages sent | {object}', hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  const chosen = async function* () {
    for await (const found of listObjects(options, connections)) {
      const count = counts.get(found.logType) ?? { objects: 0, bytes: 0 };
      count.objects++;
      count.bytes += found.size;
      counts.set(found.logType, count);
      yield notificationFor({ bucket: options.bucket, key: found.key, size: found.size });
    }
  };
  let sent = 0;
  if (options.dryRun) for await (const _ of chosen());
  else {
    if (!options.json) bar.start(1, 0, { object: options.bucket });
    sent = await sendMessages(connections.sqs, queueUrl, chosen(), rate, (count) => bar.update(count));
    bar.stop();
  }
  print(options, counts, sent);
}

async function* listObjects(options: Options, connections: Connections): AsyncGenerator<Found> {
  const since = timeOption(options.since, '--since');
  const until = timeOption(options.until, '--until');
  const logTypes = new LogTypes(
    await allLogTypes(options.customDir === undefined ? undefined : userPath(options.customDir)),
  );
  if (options.logType !== undefined && logTypes.find(options.logType) === undefined)
    throw new Error(
      `There is no log type '${options.logType}'; known: ${logTypes.all
        .map(({ name }) => name)
        .sort()
        .join(', ')}`,
    );
  const pages = paginateListObjectsV2({ client: connections.s3 }, { Bucket: options.bucket, Prefix: options.prefix });
  for await (const { Contents } of pages) {
    for (const { Key: key, Size: size, LastModified: written } of Contents ?? []) {
      if (key === undefined || (since !== undefined && written! < since) || (until !== undefined && written! > until))
        continue;
      const match = logTypes.forKey(key);
      if (match.kind === 'ignored') continue;
      // What no key pattern knows may be known by its content.
      const logType = match.kind === 'log-type' ? match.definition.name : 'unknown';
      if (options.logType === undefined || options.logType === logType) yield { key, size: size ?? 0, logType };
    }
  }
}

function print(options: Options, counts: ReadonlyMap<string, { objects: number; bytes: number }>, sent: number): void {
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  if (options.json) {
    console.log(JSON.stringify({ sent, log_types: Object.fromEntries(rows) }));
    return;
  }
  const table = new Table({
    head: ['log type', 'objects', 'MiB stored'],
    style: { head: [], border: [], compact: true },
  });
  for (const [logType, { objects, bytes }] of rows) table.push([logType, objects, (bytes / 1024 / 1024).toFixed(1)]);
  console.log(
    rows.length === 0
      ? `No objects under s3://${printable(options.bucket)}/${printable(options.prefix)}`
      : table.toString(),
  );
  console.log(options.dryRun ? 'A dry run: nothing was sent.' : `${sent} messages sent.`);
}
