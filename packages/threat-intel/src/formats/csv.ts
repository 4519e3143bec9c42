import { parse } from 'csv-parse/sync';
import type { ListedIndicator } from '../indicator.ts';
import type { ListFile } from '../read-lists.ts';

/** Column names that feeds use for the same thing, lower case, the first that is there counts. */
const columns = {
  value: [
    'indicator',
    'ioc_value',
    'ioc',
    'value',
    'ip',
    'ip_address',
    'dst_ip',
    'dstip',
    'address',
    'cidr',
    'network',
    'domain',
    'host',
    'hostname',
  ],
  name: ['malware', 'malware_printable', 'threat', 'name', 'tags', 'category'],
  description: ['description', 'comment', 'threat_type'],
  reference: ['reference', 'url', 'link'],
  first_seen: ['first_seen_utc', 'first_seen', 'firstseen', 'dateadded', 'date_added'],
  last_seen: ['last_seen_utc', 'last_seen', 'last_online', 'lastseen'],
} as const;

/**
 * CSV with a header, which may stand in the last comment line as abuse.ch writes it.
 * @throws Error when no column is known to hold addresses or domains
 */
export function* readCsv({ text, name, provider, modifiedAt }: ListFile): Generator<ListedIndicator> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const firstData = lines.findIndex((line) => !line.startsWith('#'));
  const commented = lines
    .slice(0, Math.max(firstData, 0))
    .findLast((line) => find(cells(line.slice(1)), columns.value) >= 0);
  const header = cells(commented?.slice(1) ?? lines[firstData] ?? '');
  const at = Object.fromEntries(
    Object.entries(columns).map(([field, names]) => [field, find(header, names)]),
  ) as Record<keyof typeof columns, number>;
  if (at.value < 0)
    throw new Error(
      `no column of ${header.join(', ')} is known to hold indicators; known: ${columns.value.join(', ')}`,
    );
  const records = lines
    .slice(commented === undefined ? firstData + 1 : firstData)
    .filter((line) => !line.startsWith('#'));
  for (const row of parse(records.join('\n'), {
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
  }) as string[][]) {
    const cell = (field: keyof typeof columns) => row[at[field]] || undefined;
    const value = cell('value');
    if (value === undefined) continue;
    yield {
      value: value.replace(/:\d+$/, (port) => (value.includes('::') ? port : '')),
      name: cell('name') ?? name,
      provider,
      modified_at: modifiedAt,
      ...optional('description', cell('description')),
      ...optional('reference', cell('reference')),
      ...optional('first_seen', time(cell('first_seen'))),
      ...optional('last_seen', time(cell('last_seen'))),
    };
  }
}

function cells(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replaceAll('"', '').toLowerCase());
}

function find(header: readonly string[], names: readonly string[]): number {
  return names.map((name) => header.indexOf(name)).find((at) => at >= 0) ?? -1;
}

export function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: string });
}

/** Feeds write UTC without saying so. Undefined for what is no time. */
export function time(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const iso = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}${text.includes(':') ? 'Z' : ''}`;
  const milliseconds = Date.parse(iso);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString().replace(/\.000Z$/, 'Z');
}
