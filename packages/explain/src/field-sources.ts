import type { LogTypeDefinition } from '@siem/log-type';
import { baseSource } from './base-fields.ts';
import type { TracedRecord } from './explain-record.ts';
import { mappingSource } from './mapping-source.ts';
import { type Path, valueAt } from './values.ts';

export interface FieldSource {
  field: string;
  value: unknown;
  /** In words: `raw field srcaddr`, `constant`, `GeoIP of source.ip` ... */
  from: string;
}

/** Where each field of a document comes from; lists are one field. */
export function fieldSources(traced: TracedRecord, definition: LogTypeDefinition): FieldSource[] {
  return leaves(traced.document).map(([path, value]) => ({
    field: path.join('.'),
    value,
    from: sourceOf(path, value, traced, definition),
  }));
}

function sourceOf(path: Path, value: unknown, traced: TracedRecord, definition: LogTypeDefinition): string {
  const field = path.join('.');
  return (
    baseSource(field, traced, definition) ??
    mapped(field, traced, definition) ??
    enriched(field, definition) ??
    mappedAbove(path, traced, definition) ??
    rawSource(path, value, traced, definition) ??
    (valueAt(traced.meta.fields, path) === undefined ? 'the normalizer' : 'envelope')
  );
}

function mapped(field: string, traced: TracedRecord, definition: LogTypeDefinition): string | undefined {
  const mapping = definition.ecs[field];
  if (mapping === undefined) return undefined;
  const source = mappingSource(mapping, traced);
  if (source !== undefined && definition.forwardedFor?.client === field)
    return `${source}; behind trusted proxies the client in raw field ${definition.forwardedFor.from}`;
  return source;
}

function enriched(field: string, { geoip, ecs, userAgent }: LogTypeDefinition): string | undefined {
  const located = /^(.+)\.(geo|as)\./.exec(field);
  if (located !== null && geoip?.includes(located[1]!) === true)
    return `${located[2] === 'geo' ? 'GeoIP' : 'AS'} database, by ${located[1]}.ip`;
  if (field.startsWith('user_agent.') && ecs['user_agent.original'] !== undefined && userAgent !== false)
    return 'parsed from user_agent.original';
  if (field === 'threat.enrichments' || field.startsWith('threat.matched.')) return 'threat lists';
  return undefined;
}

/** A mapping may give a whole object. */
function mappedAbove(path: Path, traced: TracedRecord, definition: LogTypeDefinition): string | undefined {
  for (let length = path.length - 1; length > 0; length--) {
    const field = path.slice(0, length).join('.');
    const source = mapped(field, traced, definition);
    if (source !== undefined) return `${source}, as part of ${field}`;
  }
  return undefined;
}

function rawSource(
  path: Path,
  value: unknown,
  traced: TracedRecord,
  definition: LogTypeDefinition,
): string | undefined {
  const { prefix } = definition;
  if (prefix !== undefined && path[0] !== prefix) return undefined;
  const inRecord = prefix === undefined ? path : path.slice(1);
  const before = valueAt(traced.raw, inRecord);
  const name = inRecord.join('.');
  if (before !== undefined) {
    const isSame = JSON.stringify(before) === JSON.stringify(value);
    return `raw field ${name}${isSame ? '' : `, written as ${typeName(name, value, definition)}`}`;
  }
  return valueAt(traced.record, inRecord) === undefined ? undefined : 'derive()';
}

function typeName(field: string, value: unknown, { fields, textFields }: LogTypeDefinition): string {
  if (textFields?.includes(field) === true) return 'text';
  return fields?.[field] ?? (typeof value === 'string' ? 'keyword' : typeof value);
}

function leaves(document: object): [Path, unknown][] {
  const found: [Path, unknown][] = [];
  const visit = (path: Path, value: unknown) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) found.push([path, value]);
    else for (const [key, member] of Object.entries(value)) visit([...path, key], member);
  };
  visit([], document);
  return found;
}
