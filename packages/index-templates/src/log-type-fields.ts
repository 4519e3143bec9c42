import { ecsField } from '@siem/ecs';
import type { FieldType, Format, LogTypeDefinition } from '@siem/log-type';
import { ecsMapping } from './ecs-fields.ts';
import {
  boolean,
  date,
  dateNanos,
  double,
  type FieldMapping,
  flatObject,
  geoPoint,
  ip,
  keyword,
  long,
  text,
} from './mapping.ts';

const byFieldType: Readonly<Record<Exclude<FieldType, 'object'>, FieldMapping>> = {
  keyword,
  text,
  long,
  double,
  boolean,
  ip,
  date,
  date_nanos: dateNanos,
  flat_object: flatObject,
  geo_point: geoPoint,
};

/** ECS fields that a log type can write: those it maps and what enrichment adds to them. */
export function mappedEcsPaths(definition: LogTypeDefinition): string[] {
  const enriched = (definition.geoip ?? []).flatMap((group) => [`${group}.geo.location`, `${group}.as.number`]);
  return [...Object.keys(definition.ecs), ...enriched].filter((path) => ecsField(path) !== undefined);
}

/** Fields of the log type that ECS does not name, with their types: raw ones and mapped ones. */
export function ownFields(definition: LogTypeDefinition): Map<string, FieldMapping> {
  const { fields = {}, prefix } = definition;
  const omitted = new Set(definition.omit);
  const own = new Map<string, FieldMapping>();
  // Fields may be named with the prefix or without. A type given for the prefix itself is that of the whole object:
  // applications choose the fields below it.
  const under = (name: string) =>
    prefix === undefined || name === prefix || name.startsWith(`${prefix}.`) ? name : `${prefix}.${name}`;
  for (const name of columnNames(definition.format)) {
    if (!omitted.has(name)) own.set(under(name), keyword);
  }
  for (const [name, type] of Object.entries(fields)) {
    if (type === 'object') continue;
    // A type stands for the raw field, and for the mapped one where that is its name.
    if (definition.ecs[name] === undefined) own.set(under(name), byFieldType[type]);
    else own.set(name, byFieldType[type]);
  }
  for (const path of Object.keys(definition.ecs)) {
    if (ecsField(path) !== undefined || fields[path] === 'object') continue;
    own.set(path, byFieldType[(fields[path] as keyof typeof byFieldType | undefined) ?? defaultType(path)]);
  }
  for (const path of own.keys()) if (ecsMapping(path) !== undefined) own.delete(path);
  return own;
}

function defaultType(path: string): 'ip' | 'keyword' {
  return path.endsWith('.ip') ? 'ip' : 'keyword';
}

/** Names of a columns format, without the signs that say how a value is quoted. Other formats name fields in the data. */
function columnNames(format: Format): string[] {
  if (format.kind !== 'columns') return [];
  const names = format.header === 'file' ? (format.defaultHeader ?? []) : format.header;
  return names.map((name) => name.replace(/^["[]/, '')).filter((name) => /^[\w.@-]+$/.test(name));
}

/** A field that two log types of one index declare differently. */
export interface FieldConflict {
  readonly index: string;
  readonly field: string;
  readonly types: readonly string[];
}

/**
 * Fields of all log types that write to one index. Where they disagree: whole and decimal numbers become decimal, a flat
 * object wins over what would be below it, anything else becomes keyword, which takes every scalar.
 */
export function mergeOwnFields(index: string, definitions: readonly LogTypeDefinition[]) {
  const fields = new Map<string, FieldMapping>();
  const conflicts: FieldConflict[] = [];
  for (const definition of definitions) {
    for (const [path, mapping] of ownFields(definition)) {
      const present = fields.get(path);
      if (present === undefined || present.type === mapping.type) {
        fields.set(path, mapping);
        continue;
      }
      const types = [present.type!, mapping.type!].sort();
      fields.set(path, types.includes('flat_object') ? flatObject : types.join() === 'double,long' ? double : keyword);
      conflicts.push({ index, field: path, types });
    }
  }
  return { fields, conflicts };
}
