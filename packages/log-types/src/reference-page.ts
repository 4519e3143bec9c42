import { ecsField } from '@siem/ecs';
import type { Format, LogTypeDefinition, TimestampRule } from '@siem/log-type';

/** The page docs/log-types.md: what a user needs to know about every log type, taken from the definitions. */
export function referencePage(definitions: readonly LogTypeDefinition[]): string {
  const sorted = [...definitions].sort((a, b) => (a.name < b.name ? -1 : 1));
  return `${[introduction, overview(sorted), ...sorted.map(section)].join('\n\n')}\n`;
}

const introduction = `# Log types

Generated from the definitions in \`packages/log-types\`: \`node packages/log-types/scripts/reference-page.ts\` writes it,
a test compares.

The log type of an object follows from its S3 key. Lower priorities are asked first, names in alphabetical order
among equals; the first log type with a matching pattern wins. Around the formats named here any of these envelopes may
stand, nested in any order: CloudWatch Logs subscription or export, Kinesis, Amazon Data Firehose, EventBridge, SNS,
FireLens and Fluent Bit. Index names get the rotation's part, monthly by default: \`log-aws-cloudtrail-2026-01\`.`;

function overview(definitions: readonly LogTypeDefinition[]): string {
  const rows = definitions.map(
    ({ name, title, format, index }) =>
      `| [${name}](#${name}) | ${cell(title)} | ${formatName(format)} | \`${index}\` |`,
  );
  return ['| log type | source | format | index |', '|---|---|---|---|', ...rows].join('\n');
}

function section(definition: LogTypeDefinition): string {
  const { name, title, source, keys, exampleKey, ignoredKeys, priority, format, index, id, geoip } = definition;
  const rows: [string, string | undefined][] = [
    ['key patterns', keys.map(pattern).join('<br>')],
    ['ignored keys', ignoredKeys?.map(pattern).join('<br>')],
    ['priority', priority === undefined ? undefined : String(priority)],
    ['example key', code(exampleKey)],
    ['format', formatText(format)],
    ['found by content', contentText(definition)],
    ['index', code(index)],
    ['time', timestampText(definition.timestamp)],
    [
      'id',
      id === undefined ? 'hash of the record' : code(id.suffix === undefined ? id.from : `${id.from}_${id.suffix}`),
    ],
    ['ECS fields', fieldList(definition, true)],
    ['own fields', fieldList(definition, false)],
    ['GeoIP and AS', geoip?.map(code).join(', ')],
  ];
  const lines = rows
    .filter(([, text]) => text !== undefined && text !== '')
    .map(([label, text]) => `| ${label} | ${text} |`);
  return [`## ${name}`, '', `[${title}](${source})`, '', '| | |', '|---|---|', ...lines].join('\n');
}

function fieldList(definition: LogTypeDefinition, isEcs: boolean): string {
  const names = Object.keys(definition.ecs).filter((path) => (ecsField(path) !== undefined) === isEcs);
  return names.sort().map(code).join(', ');
}

const formatNames: Readonly<Record<Format['kind'], string>> = {
  columns: 'delimited text',
  text: 'text',
  json: 'JSON',
  multiline: 'text of several lines',
  xml: 'XML',
  winevtxml: 'Windows event XML',
  cef: 'CEF',
  leef: 'LEEF',
  keyvalue: 'key=value',
  syslog: 'syslog',
  parquet: 'Parquet',
};

const delimiterNames: Readonly<Record<string, string>> = { ' ': 'space', '\t': 'tab', ',': 'comma', ';': 'semicolon' };

function formatName(format: Format): string {
  const alsoJson = 'alsoJson' in format && format.alsoJson === true;
  return formatNames[format.kind] + (alsoJson ? ', JSON' : '');
}

function formatText(format: Format): string {
  const name = formatName(format);
  switch (format.kind) {
    case 'columns': {
      const delimiters = [format.delimiter, ...(format.otherDelimiters ?? [])];
      const header = format.header === 'file' ? 'a header line names the columns' : `${format.header.length} columns`;
      return `${name}: ${delimiters.map((text) => delimiterNames[text] ?? code(text)).join(' or ')}; ${header}`;
    }
    case 'json':
      return format.records === undefined
        ? `${name}: one value or many`
        : `${name}: records under ${[format.records].flat().map(code).join(' or ')}`;
    case 'xml':
      return `${name}: every ${code(`<${format.element}>`)} element`;
    case 'text':
    case 'multiline':
      return format.patterns.length === 1 ? name : `${name}: ${format.patterns.length} forms`;
    default:
      return name;
  }
}

function contentText({ content, format }: LogTypeDefinition): string {
  if (content === undefined) return '';
  const { json, text, header } = content;
  const members =
    json === undefined ? '' : `${format.kind === 'parquet' ? 'columns' : 'JSON members'} ${json.map(oneOf).join(', ')}`;
  const names = header === undefined ? '' : `columns ${header.map(oneOf).join(', ')}`;
  return [members, text === undefined ? '' : `text ${pattern(text)}`, names].filter((part) => part !== '').join('; ');
}

function timestampText(timestamp: TimestampRule | readonly TimestampRule[]): string {
  const names: Readonly<Record<string, string>> = { '@envelope': 'time of the envelope', '@key': 'time in the key' };
  const rules = Array.isArray(timestamp) ? (timestamp as readonly TimestampRule[]) : [timestamp as TimestampRule];
  const texts = rules.map(({ from, zone }) => {
    const place = names[from] ?? (from.startsWith('$') ? 'time in the record' : code(from));
    return zone === undefined ? place : `${place} (${zone})`;
  });
  return [...new Set(texts)].join(', else ');
}

function oneOf(path: string | readonly string[]): string {
  return typeof path === 'string' ? code(path) : path.map(code).join(' or ');
}

function pattern(expression: RegExp): string {
  return code(expression.source.replaceAll('\\/', '/'));
}

/** Code in a table's cell: a bar ends the cell even there. */
function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return fence + cell(text) + fence;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
