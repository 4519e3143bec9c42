/** A format that fits a sample, and the fields that its records have in it. */
export interface Sniffed {
  /** As the YAML of a log type has it. */
  format: Record<string, unknown>;
  /** Fields of the first records, by dotted path, with a value of each. */
  fields: ReadonlyMap<string, string>;
  note: string;
}

const mostRecords = 50;
const mostDepth = 4;

/** @throws Error when there is nothing to look at */
export function sniff(text: string): Sniffed {
  const trimmed = text.trimStart();
  if (trimmed === '') throw new Error('The sample is empty');
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) {
    const json = sniffJson(trimmed);
    if (json !== undefined) return json;
  }
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, mostRecords);
  return (
    marked(lines, /CEF:\d/, 'cef') ??
    marked(lines, /LEEF:\d/, 'leef') ??
    sniffColumns(lines) ??
    sniffKeyValue(lines) ??
    sniffSyslog(lines) ??
    sniffText(lines)
  );
}

function marked(lines: readonly string[], mark: RegExp, kind: string): Sniffed | undefined {
  if (!lines.every((line) => mark.test(line))) return undefined;
  const pairs = lines.flatMap((line) => [...line.matchAll(/(?:^|[\s|\t])(\w+)=(.*?)(?=(?:\s|\t)\w+=|$)/g)]);
  return {
    format: { kind },
    fields: new Map(pairs.map(([, name = '', value = '']) => [name, value])),
    note: `every line has ${kind.toUpperCase()}`,
  };
}

function sniffJson(text: string): Sniffed | undefined {
  const values = jsonValues(text);
  const [first] = values;
  if (first === undefined) return undefined;
  const holder = values.length === 1 ? arrayIn(first) : undefined;
  const records = holder?.records ?? values.flat();
  const fields = new Map<string, string>();
  for (const record of records.slice(0, mostRecords)) flatten(record, '', fields, 0);
  const format = holder === undefined ? { kind: 'json' } : { kind: 'json', records: holder.path };
  return { format, fields, note: holder === undefined ? 'JSON values' : `JSON with its records under ${holder.path}` };
}

/** One value, or one a line; the last line of a cut sample may be broken. */
function jsonValues(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    const values: unknown[] = [];
    for (const line of text.split('\n').slice(0, mostRecords)) {
      if (line.trim() === '') continue;
      try {
        values.push(JSON.parse(line));
      } catch {
        break;
      }
    }
    return values;
  }
}

/** The only member that is a list of objects. */
function arrayIn(value: unknown): { path: string; records: unknown[] } | undefined {
  if (!isObject(value)) return undefined;
  const lists = Object.entries(value).filter(
    (entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].length > 0 && entry[1].every(isObject),
  );
  const [list] = lists;
  return lists.length === 1 && list !== undefined ? { path: list[0], records: list[1] } : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flatten(value: unknown, path: string, fields: Map<string, string>, depth: number): void {
  if (isObject(value) && depth < mostDepth) {
    for (const [name, member] of Object.entries(value))
      if (/^[\w@-]+$/.test(name)) flatten(member, path === '' ? name : `${path}.${name}`, fields, depth + 1);
  } else if (path !== '' && value !== null && !isObject(value) && !Array.isArray(value) && !fields.has(path))
    fields.set(path, String(value));
}

/** A first line with names, and as many values in those below. */
function sniffColumns([header = '', ...rows]: readonly string[]): Sniffed | undefined {
  const comment = /^#\s*(?:Fields:)?\s*/i.exec(header)?.[0] ?? '';
  const text = header.slice(comment.length);
  for (const delimiter of [',', '\t', ';', '|', ' ']) {
    const names = text.split(delimiter).map((name) => name.trim().replaceAll('"', ''));
    const isHeader = names.length >= 3 && names.every((name) => /^[A-Za-z_@][\w @().-]{0,60}$/.test(name));
    if (!isHeader || new Set(names).size < names.length || rows.length === 0) continue;
    if (!rows.every((row) => Math.abs(row.split(delimiter).length - names.length) <= (delimiter === ' ' ? 0 : 8)))
      continue;
    if (comment !== '') break;
    const values = rows[0]!.split(delimiter);
    const format = {
      kind: 'columns',
      delimiter,
      header: 'file',
      defaultHeader: names,
      quotes: 'double',
      ...(delimiter === ' ' ? {} : { dialect: 'csv' }),
    };
    return { format, fields: new Map(names.map((name, i) => [name, values[i] ?? ''])), note: 'columns under a header' };
  }
  return undefined;
}

const pair = /(?:^|\s)([A-Za-z_][\w.-]*)=("(?:[^"\\]|\\.)*"|\S*)/g;

function sniffKeyValue(lines: readonly string[]): Sniffed | undefined {
  const found = lines.map((line) => [...line.matchAll(pair)]);
  // Most of each line has to be pairs; a message with some is text.
  const isPairs = lines.every(
    (line, i) => found[i]!.length >= 3 && found[i]!.reduce((sum, [all]) => sum + all.length, 0) > line.length * 0.8,
  );
  if (!isPairs) return undefined;
  const fields = new Map(found.flat().map(([, name = '', value = '']) => [name, value.replaceAll(/^"|"$/g, '')]));
  return { format: { kind: 'keyvalue' }, fields, note: 'key=value pairs' };
}

function sniffSyslog(lines: readonly string[]): Sniffed | undefined {
  if (!lines.every((line) => /^<\d{1,3}>/.test(line))) return undefined;
  return {
    format: { kind: 'syslog' },
    fields: new Map([
      ['timestamp', ''],
      ['hostname', ''],
      ['app_name', ''],
      ['message', ''],
    ]),
    note: 'every line has a priority of syslog',
  };
}

const token = /"([^"]*)"|\[([^\]]*)\]|(\S+)/g;

/** A pattern that takes the first line apart; lines of another build are kept as text. */
function sniffText(lines: readonly string[]): Sniffed {
  const [first = ''] = lines;
  const fields = new Map<string, string>();
  const parts = [...first.matchAll(token)].slice(0, 40).map(([all, quoted, bracketed, plain], i) => {
    const name = `field_${i + 1}`;
    fields.set(name, quoted ?? bracketed ?? plain ?? '');
    if (all.startsWith('"')) return `"(?<${name}>[^"]*)"`;
    return all.startsWith('[') && bracketed !== undefined ? `\\[(?<${name}>[^\\]]*)\\]` : `(?<${name}>\\S+)`;
  });
  const format = { kind: 'text', patterns: [`^${parts.join('\\s+')}`], keepUnmatched: true };
  return { format, fields, note: 'text; name the groups of the pattern for what they hold' };
}
