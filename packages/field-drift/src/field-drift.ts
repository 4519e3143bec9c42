import type { LogTypeDefinition } from '@siem/log-type';

/** Fields of a log type that somebody has seen. */
export interface KnownFields {
  /** Dotted paths. */
  readonly fields: ReadonlySet<string>;
  /** Objects whose members are the source's choice, such as CloudTrail's `requestParameters`. */
  readonly open: ReadonlySet<string>;
}

/** Names that every document may have, whatever its log type. */
const common = [
  '@timestamp',
  '@message',
  '@log_type',
  '@log_s3bucket',
  '@log_s3key',
  '@log_group',
  '@log_stream',
  '@id',
  'tags',
  'event.ingested',
  'event.module',
  'ecs.version',
  'cloud.provider',
  'cloud.account.id',
  'cloud.region',
];

/** Groups that enrichment and the worker write. */
const written = /(?:^|\.)(?:geo|as)(?:\.|$)|^(?:threat|siem|user_agent)\./;

/** What a definition names, and what the documents of its samples have. */
export function knownFields(
  { ecs, fields = {}, format, prefix, textFields = [] }: LogTypeDefinition,
  samples: Iterable<Record<string, unknown>>,
): KnownFields {
  const open = new Set<string>();
  const known = new Set([...common, ...Object.keys(ecs), ...textFields]);
  const under = (name: string) => [name, ...(prefix === undefined ? [] : [`${prefix}.${name}`])];
  for (const [name, type] of Object.entries(fields))
    for (const path of under(name)) (type === 'object' || type === 'flat_object' ? open : known).add(path);
  if (format.kind === 'columns')
    for (const name of [format.header === 'file' ? [] : format.header, format.defaultHeader ?? []].flat())
      for (const path of under(name)) known.add(path);
  for (const sample of samples) for (const [path] of leaves(sample, open)) known.add(path);
  return { fields: known, open };
}

/** Paths of values, without descending into objects that are open. */
function* leaves(value: unknown, open: ReadonlySet<string>, path = ''): Generator<[string, unknown]> {
  if (Array.isArray(value)) {
    for (const item of value) yield* leaves(item, open, path);
  } else if (typeof value === 'object' && value !== null && !open.has(path)) {
    for (const [name, member] of Object.entries(value))
      yield* leaves(member, open, path === '' ? name : `${path}.${name}`);
  } else if (path !== '' && !open.has(path)) yield [path, value];
}

/** A field that nobody has seen before. */
export interface DriftRow {
  readonly logType: string;
  readonly field: string;
  /** Documents that have it. */
  documents: number;
  /** As it came. */
  readonly example: unknown;
}

/** Hostile logs can make up names without end; beyond this many per log type they are only counted together. */
const maxFields = 2000;

/** Counts the fields of documents that are not known. */
export class DriftCounter {
  private readonly knownOf: (logType: string) => KnownFields | undefined;
  private readonly byType = new Map<string, Map<string, DriftRow>>();

  constructor(knownOf: (logType: string) => KnownFields | undefined) {
    this.knownOf = knownOf;
  }

  add(logType: string, document: Record<string, unknown>): void {
    const known = this.knownOf(logType);
    if (known === undefined) return;
    const rows = this.byType.get(logType) ?? new Map<string, DriftRow>();
    this.byType.set(logType, rows);
    const found = new Map<string, unknown>();
    for (const [path, value] of leaves(document, known.open))
      if (!known.fields.has(path) && !written.test(path)) found.set(path, value);
    for (const [path, example] of found) {
      const field = rows.has(path) || rows.size < maxFields ? path : '*';
      const row = rows.get(field) ?? { logType, field, documents: 0, example };
      row.documents++;
      rows.set(field, row);
    }
  }

  /** By log type, then most documents first. */
  rows(): DriftRow[] {
    return [...this.byType.values()]
      .flatMap((rows) => [...rows.values()])
      .sort((a, b) => (a.logType === b.logType ? b.documents - a.documents : a.logType < b.logType ? -1 : 1));
  }
}
