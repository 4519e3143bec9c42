import { printable } from '@siem/bootstrap';
import { BulkIndexer } from '@siem/bulk-indexer';
import { allLogTypes } from '@siem/custom-log-types';
import { type DeadLetterFilter, DeadLetterStore } from '@siem/dead-letters';
import { createEnrichment } from '@siem/enrichment';
import { LogTypes } from '@siem/log-type';
import { Normalizer } from '@siem/normalizer';
import type { DeadLetter } from '@siem/object-loader';
import { readPlacing } from '@siem/worker/config';
import Table from 'cli-table3';
import type { Command } from 'commander';
import pc from 'picocolors';
import { Connections, setting, timeOption } from '../connections.ts';
import { type ReplayOutcome, replayLetter } from '../dead-letters/replay.ts';
import { userPath } from '../paths.ts';

interface Options {
  bucket?: string;
  logType?: string;
  code?: string;
  keyPrefix?: string;
  since?: string;
  until?: string;
  limit: string;
  json: boolean;
  apply: boolean;
  customDir?: string;
  geoipDir?: string;
}

export function addDeadLettersCommand(program: Command): void {
  const command = program
    .command('dead-letters')
    .description('Records that could not become documents: look at them, and load them again');
  const add = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('--bucket <name>', 'default: SIEM_DEAD_LETTER_BUCKET')
      .option('--log-type <name>', 'only of this log type')
      .option('--code <code>', 'only with this code, or one that begins so')
      .option('--key-prefix <prefix>', 'only of objects whose key begins so')
      .option('--since <time>', 'ISO 8601, or how long ago: 90m, 36h, 7d')
      .option('--until <time>', 'as --since')
      .option('--json', 'for machines: JSON lines', false);
  add('list', 'One line a letter').option('--limit <n>', 'at most so many', '50').action(list);
  add('show', 'Whole letters with their records').option('--limit <n>', 'at most so many', '5').action(show);
  add('stats', 'Counts by log type and code').action(stats);
  add('replay', "Parse the records again with today's definitions. A dry run, unless --apply is given")
    .option('--apply', 'write the documents into OpenSearch and take their letters away', false)
    .option('--custom-dir <dir>', 'directory with log types of your own')
    .option('--geoip-dir <dir>', 'directory with GeoIP databases')
    .action(replay);
}

function filterOf(options: Options): DeadLetterFilter {
  const { logType, code, keyPrefix } = options;
  const since = timeOption(options.since, '--since');
  const until = timeOption(options.until, '--until');
  return {
    ...(logType !== undefined && { logType }),
    ...(code !== undefined && { code }),
    ...(keyPrefix !== undefined && { keyPrefix }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  };
}

function storeOf(connections: Connections, options: Options): DeadLetterStore {
  return new DeadLetterStore(connections.s3, setting(options.bucket, 'SIEM_DEAD_LETTER_BUCKET', '--bucket'));
}

async function* lettersOf(
  options: Options,
  connections: Connections,
): AsyncGenerator<{ file: string; letter: DeadLetter }> {
  const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : Number(options.limit);
  if (!(limit > 0)) throw new Error(`--limit '${options.limit}' is no number of at least 1`);
  let count = 0;
  for await (const { key, letters } of storeOf(connections, options).files(filterOf(options))) {
    for (const letter of letters) {
      if (count++ >= limit) return;
      yield { file: key, letter };
    }
  }
}

async function list(options: Options): Promise<void> {
  await using connections = new Connections();
  const table = plainTable(['first seen', 'log type', 'code', 'object', 'position', 'reason']);
  for await (const { file, letter } of lettersOf(options, connections)) {
    const { raw: _, ...facts } = letter;
    if (options.json) console.log(JSON.stringify({ file, ...facts }));
    else
      table.push([
        letter.first_seen.slice(0, 19),
        printable(letter.log_type),
        printable(letter.code),
        printable(`s3://${letter.bucket}/${letter.key}`),
        positionText(letter),
        printable(letter.reason).slice(0, 100),
      ]);
  }
  if (!options.json) console.log(table.length === 0 ? 'No dead letters.' : table.toString());
}

async function show(options: Options): Promise<void> {
  await using connections = new Connections();
  for await (const { file, letter } of lettersOf(options, connections)) {
    if (options.json) {
      console.log(JSON.stringify({ file, ...letter }));
      continue;
    }
    console.log(pc.bold(printable(`s3://${letter.bucket}/${letter.key} ${positionText(letter)}`)));
    console.log(`  ${pc.red(printable(letter.code))}: ${printable(letter.reason)}`);
    console.log(
      `  log type ${printable(letter.log_type)}, first seen ${letter.first_seen}, parser ${letter.parser_version}`,
    );
    console.log(`  ${letter.raw_encoding === 'base64' ? 'raw, base64' : 'raw'}: ${printable(letter.raw)}\n`);
  }
}

async function stats(options: Options): Promise<void> {
  await using connections = new Connections();
  const counts = new Map<string, { logType: string; code: string; letters: number; objects: Set<string> }>();
  for await (const { letter } of lettersOf(options, connections)) {
    const id = `${letter.log_type}\n${letter.code}`;
    const count = counts.get(id) ?? { logType: letter.log_type, code: letter.code, letters: 0, objects: new Set() };
    count.letters++;
    count.objects.add(`${letter.bucket}/${letter.key}`);
    counts.set(id, count);
  }
  const rows = [...counts.values()].sort((a, b) => b.letters - a.letters);
  if (options.json) {
    for (const { objects, ...row } of rows) console.log(JSON.stringify({ ...row, objects: objects.size }));
    return;
  }
  const table = plainTable(['log type', 'code', 'letters', 'objects']);
  for (const row of rows) table.push([printable(row.logType), printable(row.code), row.letters, row.objects.size]);
  console.log(rows.length === 0 ? 'No dead letters.' : table.toString());
}

async function replay(options: Options): Promise<void> {
  await using connections = new Connections();
  const logTypes = new LogTypes(
    await allLogTypes(options.customDir === undefined ? undefined : userPath(options.customDir)),
  );
  const enrich = await createEnrichment(
    options.geoipDir === undefined ? {} : { geoipDirectory: userPath(options.geoipDir) },
  );
  const normalizer = new Normalizer(async (name) => logTypes.find(name)!, enrich, readPlacing(process.env));
  const indexer = options.apply ? new BulkIndexer(connections.opensearch) : undefined;
  const target =
    indexer === undefined
      ? undefined
      : { indexer, sqs: connections.sqs, queueUrl: setting(undefined, 'SIEM_QUEUE_URL', 'it in the environment') };
  const counts: Record<ReplayOutcome['kind'], number> = { document: 0, requeue: 0, excluded: 0, 'still-dead': 0 };
  const store = storeOf(connections, options);
  try {
    for await (const { key, letters } of store.files(filterOf(options))) {
      const done = new Set<string>();
      for (const letter of letters) {
        const outcome = await replayLetter(letter, { logTypes, normalizer, target });
        counts[outcome.kind]++;
        report(letter, outcome, options);
        if (outcome.kind !== 'still-dead') done.add(identity(letter));
      }
      if (options.apply && done.size > 0) await store.settle(key, (letter) => done.has(identity(letter)));
    }
  } finally {
    await indexer?.close();
  }
  if (options.json) console.log(JSON.stringify({ summary: counts, applied: options.apply }));
  else
    console.log(
      `${counts.document} ${options.apply ? 'are' : 'would be'} documents, ${counts.requeue} objects ${options.apply ? 'are' : 'would be'} in the queue again, ` +
        `${counts.excluded} excluded, ${counts['still-dead']} still dead${options.apply ? '' : '. A dry run: --apply does it.'}`,
    );
}

function identity({ position, code }: DeadLetter): string {
  return JSON.stringify([position.part, position.record, position.byte, code]);
}

function report(letter: DeadLetter, outcome: ReplayOutcome, { json }: Options): void {
  if (json) {
    const { raw: _, ...facts } = letter;
    console.log(JSON.stringify({ letter: facts, outcome }));
    return;
  }
  const place = printable(`s3://${letter.bucket}/${letter.key} ${positionText(letter)}`);
  console.log(
    `${place}\n  ${pc.red(`- ${printable(letter.code)}: ${printable(letter.reason)}`)}\n  ${outcomeText(letter, outcome)}`,
  );
}

function outcomeText(letter: DeadLetter, outcome: ReplayOutcome): string {
  switch (outcome.kind) {
    case 'document':
      return outcome.documents
        .map(({ index, id }) =>
          pc.green(`+ document ${printable(index)}/${printable(id)}${outcome.duplicates > 0 ? ' (was there)' : ''}`),
        )
        .join('\n  ');
    case 'requeue':
      return pc.green('+ its object goes into the queue again');
    case 'excluded':
      return pc.dim('  excluded by a rule');
    default:
      return outcome.code === letter.code
        ? pc.dim('  the same today')
        : pc.yellow(`! ${printable(outcome.code)}: ${printable(outcome.reason)}`);
  }
}

function positionText({ position: { part, record, byte } }: DeadLetter): string {
  const place = record === undefined ? `byte ${byte ?? 0}` : `record ${record}`;
  return part === undefined ? place : `${printable(part)}, ${place}`;
}

function plainTable(head: string[]): Table.Table {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}
