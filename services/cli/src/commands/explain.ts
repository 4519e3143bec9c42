import { printable } from '@siem/bootstrap';
import { allLogTypes } from '@siem/custom-log-types';
import { fileSource } from '@siem/decompression';
import { createEnrichment } from '@siem/enrichment';
import { explainLogType, fieldSources, type LogTypeChoice, short, type Trace, traceRecord } from '@siem/explain';
import { LogTypes } from '@siem/log-type';
import Table from 'cli-table3';
import type { Command } from 'commander';
import pc from 'picocolors';
import { userPath } from '../paths.ts';

interface Options {
  bucket: string;
  key?: string;
  record: string;
  geoipDir?: string;
  customDir?: string;
  json: boolean;
}

export function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .description('Say which log type a file is taken for and why, and where each field of one record comes from')
    .argument('<file>', 'the object as it lies in S3, compressed or not')
    .option('--bucket <name>', 'bucket that the documents name', 'local')
    .option('--key <key>', "S3 key. Default: the file's path")
    .option('--record <n>', 'number of the document, from 1', '1')
    .option('--geoip-dir <dir>', 'directory with GeoIP databases')
    .option('--custom-dir <dir>', 'directory with log types of your own')
    .option('--json', 'for machines', false)
    .action(explain);
}

async function explain(file: string, options: Options): Promise<void> {
  const number = Number(options.record);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--record '${options.record}' is no number; right is 1 or more`);
  const key = options.key ?? file.replace(/^\/+/, '');
  const source = await fileSource(userPath(file));
  const { customDir, geoipDir } = options;
  const logTypes = new LogTypes(await allLogTypes(customDir === undefined ? undefined : userPath(customDir)));
  const choice = await explainLogType(key, source, logTypes);
  const { definition } = choice;
  if (definition === undefined || choice.by === 'ignored') {
    print(options, choice, key, undefined);
    process.exitCode = choice.by === 'ignored' ? 0 : 1;
    return;
  }
  const enrich = await createEnrichment(geoipDir === undefined ? {} : { geoipDirectory: userPath(geoipDir) });
  const request = { bucket: options.bucket, key, source, definition, number, nowMs: Date.now() };
  const trace = await traceRecord(request, enrich);
  print(options, choice, key, trace);
  if (trace.traced === undefined) process.exitCode = 1;
}

function print(options: Options, choice: LogTypeChoice, key: string, trace: Trace | undefined): void {
  const { definition, candidates, ...why } = choice;
  const scores = candidates.map(({ definition: { name }, ...candidate }) => ({ log_type: name, ...candidate }));
  const { traced, ledger } = trace ?? {};
  const fields = traced === undefined || definition === undefined ? [] : fieldSources(traced, definition);
  if (options.json) {
    const found = traced && { _index: traced.index, _id: traced.id, fields };
    console.log(JSON.stringify({ key, log_type: definition?.name, ...why, scores, ledger, document: found }));
    return;
  }
  for (const line of reasons(choice, key)) console.log(line);
  if (trace === undefined) return;
  console.log(`\n${trace.ledger.read} records: ${JSON.stringify(trace.ledger.toJSON())}`);
  if (traced === undefined) {
    console.log(`There is no document ${options.record}.`);
    for (const { code, reason } of trace.deadLetters) console.log(`  dead letter ${code}: ${printable(reason)}`);
    return;
  }
  console.log(`\nDocument ${options.record} in ${traced.index}, id ${printable(traced.id)}`);
  const table = new Table({ head: ['field', 'value', 'from'], style: { head: [], border: [], compact: true } });
  for (const { field, value, from } of fields) table.push([printable(field), printable(short(value)), printable(from)]);
  console.log(table.toString());
}

function* reasons(choice: LogTypeChoice, key: string): Generator<string> {
  const { by, definition, pattern, asked, all, alsoMatching, ignoredBecause, candidates } = choice;
  const name = pc.bold(definition?.name ?? 'no log type');
  if (by === 'key') {
    yield `${name}, because of the key: /${pattern!.pattern}/ is found in ${printable(key)} (asked as ${asked} of ${all})`;
  } else if (by === 'ignored') yield `Ignored: ${ignoredBecause}`;
  else if (by === 'content') yield `${name}, because of the content; no key pattern of ${all} log types matches`;
  else yield `No log type: no key pattern of ${all} matches, and the content is none that is known`;
  for (const { logType, pattern: other } of alsoMatching)
    yield `  ${logType} would match too (/${other}/), but is asked later`;
  for (const { definition: candidate, score } of candidates.slice(0, 5))
    yield `  ${candidate.name.padEnd(28)} ${score.toFixed(2)}`;
}
