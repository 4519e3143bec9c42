import { join } from 'node:path';
import { printable } from '@siem/bootstrap';
import { allLogTypes } from '@siem/custom-log-types';
import { createEnrichment } from '@siem/enrichment';
import { ExclusionRules } from '@siem/exclusion';
import { short } from '@siem/explain';
import { DriftCounter, type KnownFields, knownFields } from '@siem/field-drift';
import { type LogTypeDefinition, LogTypes } from '@siem/log-type';
import { findSamples, readExpected } from '@siem/log-type-samples';
import { logTypeNames, logTypesFolder } from '@siem/log-types';
import { defaultNaming, Normalizer } from '@siem/normalizer';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { Connections } from '../connections.ts';
import { parseFile } from '../parse-file.ts';
import { userPath } from '../paths.ts';

interface Options {
  key?: string;
  logType?: string;
  documents: string;
  customDir?: string;
  json: boolean;
}

export function addDriftCommand(program: Command): void {
  program
    .command('drift')
    .description('Fields that no definition and no sample has: what sources have begun to send')
    .argument('[files...]', 'log files; without them the newest documents of the cluster are looked at')
    .option('--key <key>', "S3 key of the files. Default: each file's path")
    .option('--log-type <name>', 'only this log type')
    .option('--documents <n>', 'newest documents of each log type in the cluster', '1000')
    .option('--custom-dir <dir>', 'directory with log types of your own')
    .option('--json', 'for machines', false)
    .action(drift);
}

async function drift(files: readonly string[], options: Options): Promise<void> {
  const definitions = await allLogTypes(options.customDir === undefined ? undefined : userPath(options.customDir));
  const known = new Map<string, KnownFields>();
  const knownOf = (logType: string) => {
    const definition = definitions.find(({ name }) => name === logType);
    if (definition === undefined || (options.logType !== undefined && options.logType !== logType)) return undefined;
    const fields = known.get(logType) ?? knownFields(definition, sampleDocuments(logType));
    known.set(logType, fields);
    return fields;
  };
  const counter = new DriftCounter(knownOf);
  const documents = files.length > 0 ? ofFiles(files, definitions, options) : ofCluster(definitions, options);
  let looked = 0;
  for await (const { logType, document } of documents) {
    counter.add(logType, document);
    looked++;
  }
  print(counter, looked, options.json);
}

interface Seen {
  logType: string;
  document: Record<string, unknown>;
}

/** A user's own log type has none here. */
function sampleDocuments(logType: string): Record<string, unknown>[] {
  if (!logTypeNames().includes(logType)) return [];
  const samples = findSamples(join(logTypesFolder, logType), '');
  return samples.flatMap((sample) => (readExpected(sample)?.documents ?? []).map(({ _source }) => _source));
}

async function* ofFiles(
  files: readonly string[],
  definitions: readonly LogTypeDefinition[],
  { key }: Options,
): AsyncGenerator<Seen> {
  const logTypes = new LogTypes(definitions);
  const load = async (name: string) => logTypes.find(name)!;
  const normalizer = new Normalizer(load, await createEnrichment({}), { naming: defaultNaming });
  const tools = { logTypes, normalizer, nowMs: undefined, exclusions: new ExclusionRules() };
  for (const file of files) {
    const seen: Seen[] = [];
    const request = { file: userPath(file), bucket: 'local', key: key ?? file.replace(/^\/+/, '') };
    const result = await parseFile(request, tools, {
      documents: async (lines) => {
        for (const line of lines.trim().split('\n')) {
          const { _source } = JSON.parse(line) as { _source: Record<string, unknown> };
          seen.push({ logType: '', document: _source });
        }
      },
      deadLetters: async () => {},
    });
    if (result.logType === undefined) throw new Error(`${file}: ${result.reason ?? 'is no log that is known'}`);
    for (const { document } of seen) yield { logType: result.logType, document };
  }
}

async function* ofCluster(definitions: readonly LogTypeDefinition[], options: Options): AsyncGenerator<Seen> {
  await using connections = new Connections();
  const size = Number(options.documents);
  if (!(size >= 1 && size <= 10_000))
    throw new Error(`--documents '${options.documents}' is no number from 1 to 10000`);
  for (const { name, index } of definitions) {
    if (options.logType !== undefined && options.logType !== name) continue;
    const { body } = await connections.opensearch.search({
      index: `${index}*`,
      ignore_unavailable: true,
      allow_no_indices: true,
      body: {
        size,
        query: { match: { '@log_type': name } },
        sort: [{ '@timestamp': { order: 'desc', unmapped_type: 'date' } }],
      } as never,
    });
    for (const { _source } of body.hits.hits) yield { logType: name, document: _source as Record<string, unknown> };
  }
}

function print(counter: DriftCounter, looked: number, json: boolean): void {
  const rows = counter.rows();
  if (json) {
    console.log(JSON.stringify({ documents: looked, fields: rows }));
    return;
  }
  if (rows.length === 0) {
    console.log(`${looked.toLocaleString('en')} documents, no field that is new.`);
    return;
  }
  const table = new Table({
    head: ['log type', 'field', 'documents', 'example'],
    style: { head: [], border: [], compact: true },
  });
  for (const { logType, field, documents, example } of rows)
    table.push([logType, printable(field), documents, printable(short(example))]);
  console.log(table.toString());
  console.log(
    `${looked.toLocaleString('en')} documents; new fields are kept and searchable. Map them in a definition.`,
  );
}
