import { type LogTypeDefinition, type TimestampRule, timestampParser } from '@siem/log-type';
import type { TracedRecord } from './explain-record.ts';
import { pathName } from './mapping-source.ts';
import { valueAt } from './values.ts';

/** Fields that every document has, whatever its definition says; undefined for others. */
export function baseSource(field: string, traced: TracedRecord, definition: LogTypeDefinition): string | undefined {
  switch (field) {
    case '@timestamp':
      return timestampSource(traced, definition);
    case '@message':
      return "the record's text";
    case '@log_type':
      return traced.derived?.['logType'] === undefined ? 'name of the log type' : 'derive() $logType';
    case '@log_s3bucket':
    case '@log_s3key':
      return 'the object';
    case '@log_group':
    case '@log_stream':
      return 'envelope';
    case '@id':
      return idSource(traced, definition);
    case 'event.ingested':
      return 'ingest time';
    case 'ecs.version':
      return 'constant';
    case 'event.module':
      return definition.ecs[field] === undefined ? 'name of the log type' : undefined;
    case 'cloud.provider':
      return definition.ecs[field] === undefined && definition.cloudProvider !== false ? 'constant' : undefined;
    case 'cloud.account.id':
      return cloudSource(field, traced, definition, 'account');
    case 'cloud.region':
      return cloudSource(field, traced, definition, 'region');
    default:
      return undefined;
  }
}

function cloudSource(
  field: 'cloud.account.id' | 'cloud.region',
  traced: TracedRecord,
  definition: LogTypeDefinition,
  fact: 'account' | 'region',
): string | undefined {
  if (definition.ecs[field] !== undefined || definition.cloudProvider === false) return undefined;
  const member = fact === 'account' ? 'accountId' : 'region';
  if (traced.meta[member] !== undefined) return 'envelope';
  return traced[member] === undefined ? `neither the envelope nor the S3 key names the ${fact}` : 'S3 key';
}

function timestampSource({ record, derived, meta, document }: TracedRecord, definition: LogTypeDefinition): string {
  const tags = Array.isArray(document['tags']) ? document['tags'] : [];
  if (tags.includes('siem_no_timestamp')) return 'ingest time, since no timestamp rule found a time';
  if (tags.includes('siem_future_timestamp')) return "ingest time, since the record's time lies in the future";
  if (derived?.['timestamp'] !== undefined) return 'derive() $timestamp';
  for (const rule of [definition.timestamp].flat() as TimestampRule[]) {
    const value = timeValue(rule.from, record, derived, meta);
    if (rule.from === '@key') return 'time in the S3 key';
    if (timestampParser(rule.format, rule.zone)(value, Date.now()) === undefined) continue;
    return `${pathName(rule.from)}, read as ${rule.format}${rule.zone === undefined ? '' : ` in ${rule.zone}`}`;
  }
  return 'envelope, S3 key or ingest time';
}

function timeValue(
  from: string,
  record: TracedRecord['record'],
  derived: TracedRecord['derived'],
  meta: TracedRecord['meta'],
): unknown {
  if (from === '@envelope') return meta.envelopeTime;
  return from.startsWith('$') ? valueAt(derived, from.slice(1).split('.')) : valueAt(record, from.split('.'));
}

function idSource({ record, derived, meta }: TracedRecord, { id }: LogTypeDefinition): string {
  if (derived?.['id'] !== undefined) return 'derive() $id';
  if (id !== undefined && valueAt(record, id.from.split('.')) !== undefined) return `raw field ${id.from}`;
  return `MD5 of the record's text${meta.envelopeId === undefined ? '' : " and the envelope's id"}`;
}
