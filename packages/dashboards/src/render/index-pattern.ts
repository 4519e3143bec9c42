import { dashboardsType, type FieldTypes, isAggregatable } from '../fields.ts';
import type { FieldFormat, IndexPattern } from '../model.ts';
import type { SavedObject } from './saved-object.ts';

const metaFields: FieldTypes = new Map([
  ['_id', '_id'],
  ['_index', '_index'],
  ['_source', '_source'],
]);

/** What fields hold, told by their names; a pattern's own `formats` win. */
const formatByName: readonly (readonly [name: RegExp, format: FieldFormat])[] = [
  [/(?:^|[._])(?:bytes|size_bytes|size_in_bytes)$/, 'bytes'],
  [/bytesTransferred(?:In|Out)$/, 'bytes'],
  [/^event\.duration$/, 'nanoseconds'],
  [/_ms$/, 'milliseconds'],
  [/(?:_seconds|_processing_time|^time_taken|\.query_time|\.lock_time)$/, 'seconds'],
  // Numbers that are names get no thousands separators.
  [/(?:\.port|\.as\.number|status_code|^HTTPstatus|\.uid|_uid|\.pid|process\.\w+\.pid)$/, 'plain-number'],
];

export function indexPatternObject(pattern: IndexPattern, fields: FieldTypes): SavedObject {
  return {
    type: 'index-pattern',
    id: pattern.id,
    attributes: {
      title: pattern.title,
      timeFieldName: pattern.timeField,
      fields: JSON.stringify([...metaFields, ...fields].map(([path, type]) => fieldSpec(path, type))),
      fieldFormatMap: JSON.stringify(fieldFormats(pattern, fields)),
    },
    references: [],
    migrationVersion: { 'index-pattern': '7.6.0' },
  };
}

function fieldSpec(name: string, type: string) {
  const isMeta = name.startsWith('_') && metaFields.has(name);
  const aggregatable = isMeta ? name === '_index' : isAggregatable(type);
  return {
    count: 0,
    name,
    type: isMeta ? (name === '_source' ? '_source' : 'string') : dashboardsType(type),
    esTypes: [type],
    scripted: false,
    searchable: name !== '_source',
    aggregatable,
    readFromDocValues: !isMeta && aggregatable,
  };
}

function fieldFormats(pattern: IndexPattern, fields: FieldTypes): Record<string, unknown> {
  const formats: Record<string, unknown> = {};
  for (const [path, type] of fields) {
    const format = formatOf(pattern, path, type);
    if (format !== undefined) formats[path] = dashboardsFormat(format);
  }
  return formats;
}

export function formatOf(pattern: IndexPattern, path: string, type: string): FieldFormat | 'date' | undefined {
  const kind = dashboardsType(type);
  if (kind === 'date') return 'date';
  if (kind !== 'number') return undefined;
  return pattern.formats[path] ?? formatByName.find(([name]) => name.test(path))?.[1];
}

function dashboardsFormat(format: FieldFormat | 'date'): Record<string, unknown> {
  switch (format) {
    case 'date':
      return { id: 'date', params: { pattern: 'YYYY-MM-DD HH:mm:ss.SSS' } };
    case 'bytes':
      return { id: 'bytes', params: { pattern: '0,0.[0]b' } };
    case 'plain-number':
      return { id: 'number', params: { pattern: '0' } };
    default:
      // Seconds with their unit: 'humanize' rounds to "a few seconds", and Dashboards knows no finer words.
      return {
        id: 'duration',
        params: { inputFormat: format, outputFormat: 'asSeconds', outputPrecision: 3, showSuffix: true },
      };
  }
}
