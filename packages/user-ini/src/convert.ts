import { logTypeNames } from '@siem/log-types';
import { stringify } from 'yaml';
import { type Entry, interpolate, readIni, type Section } from './ini.ts';

/** A log type that has been carried over. */
export interface Carried {
  readonly name: string;
  /** As a file of the custom directory. */
  readonly yaml: string;
}

/** What could not be carried over, or needs a look. */
export interface Note {
  readonly line: number;
  readonly section: string;
  readonly key: string;
  readonly text: string;
}

type Definition = Record<string, unknown>;

/** What one section makes, and what it cannot. */
class Conversion {
  readonly definition: Definition;
  readonly notes: Note[] = [];
  private readonly section: string;
  private readonly entries: Section;
  private readonly sections: ReadonlyMap<string, Section>;
  private readonly used = new Set<string>();

  constructor(section: string, sections: ReadonlyMap<string, Section>) {
    this.section = section;
    this.sections = sections;
    this.entries = sections.get(section)!;
    const isBuiltIn = logTypeNames().includes(section);
    this.definition = isBuiltIn ? { extends: section } : { name: nameOf(section), title: section };
  }

  /** The value, and from now on the key has been seen to. */
  take(key: string): string | undefined {
    this.used.add(key);
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    const builtIn = /^\$\{([^:}]+):[^}]+\}$/.exec(entry.value.trim())?.[1];
    if (builtIn !== undefined && !this.sections.has(builtIn) && logTypeNames().includes(builtIn)) {
      // A section of aws.ini, which is a log type here.
      this.definition['extends'] = builtIn;
      return undefined;
    }
    const value = interpolate(entry, this.section, this.sections).trim();
    return value === '' ? undefined : value;
  }

  words(key: string): string[] {
    return (
      this.take(key)
        ?.split(/\s+/)
        .filter((word) => word !== '') ?? []
    );
  }

  note(key: string, text: string): void {
    this.notes.push({ line: this.entries.get(key)?.line ?? 0, section: this.section, key, text });
  }

  set(name: string, value: unknown): void {
    if (value !== undefined) this.definition[name] = value;
  }

  /** Keys that nothing has been made of. */
  rest(): [string, Entry][] {
    return [...this.entries].filter(([key, { value }]) => !this.used.has(key) && value.trim() !== '');
  }
}

function nameOf(section: string): string {
  return section.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '-');
}

/**
 * Turns the reference's `user.ini` into log types in YAML, one a section. Sections of built-in log types become changes to
 * those.
 * @throws Error naming the line when it is no INI
 */
export function convertUserIni(text: string): { logTypes: Carried[]; notes: Note[] } {
  const sections = readIni(text);
  const logTypes: Carried[] = [];
  const notes: Note[] = [];
  for (const [section, entries] of sections) {
    if (section === 'DEFAULT') {
      notes.push(...defaultNotes(entries));
      continue;
    }
    const conversion = new Conversion(section, sections);
    convert(conversion);
    notes.push(...conversion.notes);
    // What only says how the whole fleet works makes no log type.
    if (Object.keys(conversion.definition).length > 1)
      logTypes.push({ name: nameOf(section), yaml: stringify(conversion.definition, { lineWidth: 0 }) });
  }
  return { logTypes, notes: notes.sort((a, b) => a.line - b.line) };
}

function convert(conversion: Conversion): void {
  const isNew = 'name' in conversion.definition;
  const key = conversion.take('s3_key');
  if (key !== undefined) conversion.set('keys', [key]);
  if (isNew) conversion.set('exampleKey', exampleOf(key ?? String(conversion.definition['name'])));
  const ignored = conversion.take('s3_key_ignored');
  if (ignored !== undefined) conversion.set('ignoredKeys', [ignored]);
  convertIndex(conversion);
  conversion.set('format', formatOf(conversion));
  convertTime(conversion, isNew);
  const id = conversion.take('doc_id');
  const suffix = conversion.take('doc_id_suffix');
  if (id !== undefined) conversion.set('id', { from: id, ...(suffix !== undefined && { suffix }) });
  conversion.set('prefix', conversion.take('field_prefix'));
  const isAws = convertEcs(conversion);
  if (isNew && !isAws) conversion.set('cloudProvider', false);
  const geoip = conversion.words('geoip');
  if (geoip.length > 0) conversion.set('geoip', geoip);
  if (conversion.take('ignore_container_stderr')?.toLowerCase() === 'false') conversion.set('containerStderr', 'keep');
  // Envelopes are recognised by themselves.
  for (const needless of ['via_cwl', 'via_firelens', 'loggroup', 'max_log_count', 'text_header_line_number'])
    conversion.take(needless);
  for (const [name, text] of Object.entries(settings))
    if (conversion.take(name) !== undefined) conversion.note(name, text);
  for (const [name] of conversion.rest()) conversion.note(name, 'is not carried over');
}

/** What is set for the fleet here, not for a log type. */
const settings: Readonly<Record<string, string>> = {
  index_rotation: 'is a setting of the worker: SIEM_INDEX_ROTATION',
  index_suffix: 'is a setting of the worker: SIEM_INDEX_SUFFIX',
  index_tz: 'is a setting of the worker: SIEM_INDEX_ZONE',
  index_time: 'is a setting of the worker: SIEM_INDEX_TIME',
};

function defaultNotes(entries: Section): Note[] {
  return [...entries].map(([key, { line, value }]) => ({
    line,
    section: 'DEFAULT',
    key,
    text:
      settings[key] ??
      (key === 'ignore_own_logs' ? `is SIEM_EXCLUDE_OWN_LOGS=${value.toLowerCase()}` : 'is not carried over'),
  }));
}

function convertIndex(conversion: Conversion): void {
  const index = conversion.take('index_name');
  if (index === undefined) return;
  if (/^(?:log|metrics)-[a-z0-9][a-z0-9_-]*$/.test(index)) conversion.set('index', index);
  else {
    conversion.set('index', `log-${nameOf(index)}`);
    conversion.note('index_name', `indexes begin with log- here: log-${nameOf(index)} in place of ${index}`);
  }
}

function formatOf(conversion: Conversion): Definition | undefined {
  const kind = conversion.take('file_format');
  const pattern = conversion.take('log_pattern');
  const delimiter = conversion.take('json_delimiter');
  const first = conversion.take('multiline_firstline');
  const columns = conversion.take('csv_delimiter');
  const element = conversion.take('xml_firstline');
  switch (kind) {
    case undefined:
      return undefined;
    case 'text':
      return { kind: 'text', patterns: [linear(conversion, pattern ?? '.*')], keepUnmatched: true };
    case 'json':
      return delimiter === undefined ? { kind: 'json' } : { kind: 'json', records: delimiter };
    case 'multiline':
      return {
        kind: 'multiline',
        first: linear(conversion, first ?? '.*'),
        patterns: [linear(conversion, pattern ?? '.*')],
        keepUnmatched: true,
      };
    case 'csv':
      return {
        kind: 'columns',
        delimiter: columns ?? ' ',
        header: 'file',
        defaultHeader: ['message'],
        quotes: 'double',
      };
    case 'cef':
    case 'parquet':
    case 'winevtxml':
      return { kind };
    case 'xml':
      return { kind, element: element?.replaceAll(/[<>^$\\]/g, '') ?? 'Event' };
    default:
      conversion.note('file_format', `'${kind}' is none that is known`);
      return undefined;
  }
}

/** RE2 has neither look-around nor back references; the pattern is kept for a person to mend. */
function linear(conversion: Conversion, pattern: string): string {
  if (/\(\?(?:[=!]|<[=!])|\\[1-9]/.test(pattern))
    conversion.note(
      'log_pattern',
      'has look-around or a back reference, which linear patterns do not know: rewrite it',
    );
  return pattern;
}

function convertTime(conversion: Conversion, isNew: boolean): void {
  const from = conversion.take('timestamp_key');
  const format = conversion.take('timestamp_format') ?? 'iso8601';
  const zone = conversion.take('timestamp_tz');
  if (from !== undefined)
    conversion.set('timestamp', { from, format, ...(zone !== undefined && /^[+-]\d\d:\d\d$/.test(zone) && { zone }) });
  else if (isNew && !('extends' in conversion.definition))
    conversion.set('timestamp', { from: '@key', format: 'iso8601' });
}

/** @returns whether the section says that it is about AWS */
function convertEcs(conversion: Conversion): boolean {
  const ecs: Record<string, unknown> = {};
  for (const field of conversion.words('ecs')) {
    const sources = conversion.words(field.toLowerCase());
    if (sources.length > 0) ecs[field] = sources.length === 1 ? sources[0] : sources;
  }
  for (const field of conversion.words('static_ecs')) {
    const value = conversion.take(field.toLowerCase());
    if (field === '@log_type')
      conversion.note(
        field,
        `documents have the name of the log type: ${conversion.definition['name'] ?? conversion.definition['extends']}`,
      );
    else if (value !== undefined) ecs[field] = { value: scalar(value) };
  }
  const scripted = conversion.words('script_ecs');
  // What the reference's Python code makes for a built-in log type, its definition makes here.
  if ('name' in conversion.definition && scripted.length > 0)
    conversion.note(
      'script_ecs',
      `${scripted.join(', ')}: made by Python code; write an expression or a map under ecs`,
    );
  for (const field of scripted) conversion.take(field.toLowerCase());
  if (Object.keys(ecs).length > 0) conversion.set('ecs', ecs);
  return (ecs['cloud.provider'] as { value?: unknown } | undefined)?.value === 'aws';
}

function scalar(text: string): unknown {
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return /^\[.*\]$/.test(text)
    ? text
        .slice(1, -1)
        .split(',')
        .map((item) => item.trim().replaceAll(/["']/g, ''))
    : text;
}

/** A key that the pattern is found in: its plain letters. */
function exampleOf(pattern: string): string {
  const plain = pattern.replaceAll(/\\(.)/g, '$1').replaceAll(/\(\?:|\(\?P?<\w+>|[\^$()[\]*+?|{}]/g, '');
  return `logs/${plain}/2026/01/30/a.log`.replaceAll(/\/{2,}/g, '/');
}
