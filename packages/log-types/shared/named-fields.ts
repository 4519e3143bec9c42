import type { RawRecord } from '@siem/log-type';
import { isObject } from './json-values.ts';

/** Names that loggers give to the same thing, the ones that count first in front. A name stands in one list only. */
const names = {
  message: ['message', 'msg', '@m', 'RenderedMessage', 'Message', 'MessageTemplate', 'event', 'text', '@mt', 'body'],
  level: [
    'level',
    'log.level',
    'severity',
    'log_level',
    'levelname',
    'loglevel',
    'logLevel',
    'lvl',
    '@l',
    'severityText',
    'Level',
  ],
  time: [
    'timestamp',
    '@timestamp',
    'time',
    'ts',
    'datetime',
    'date',
    'asctime',
    '@t',
    'eventTime',
    'instant',
    'Timestamp',
  ],
  logger: ['logger', 'log.logger', 'logger_name', 'loggerName', 'name', 'SourceContext'],
  thread: ['thread', 'thread_name', 'threadName', 'process.thread.name'],
  service: ['service', 'service.name', 'service_name', 'serviceName', 'app', 'application'],
  requestId: [
    'requestId',
    'AWSRequestId',
    'awsRequestId',
    'function_request_id',
    'aws_request_id',
    'request_id',
    'reqId',
  ],
  trace: ['trace_id', 'traceId', 'trace.id', 'xray_trace_id', 'dd.trace_id', 'traceID', '@tr'],
  span: ['span_id', 'spanId', 'span.id', 'dd.span_id', '@sp'],
  user: ['user.name', 'username', 'userName', 'user', 'user_name'],
  userId: ['user.id', 'userId', 'user_id'],
  ip: ['client.ip', 'source.ip', 'clientIp', 'client_ip', 'clientIP', 'sourceIp', 'remote_addr', 'remoteAddress', 'ip'],
  agent: ['user_agent.original', 'userAgent', 'user_agent', 'http_user_agent'],
} as const;

export type NamedField = keyof typeof names;

/** Which list a name stands in, and where in it. */
interface Place {
  field: NamedField;
  rank: number;
}

const places = new Map<string, Place>();
/** Names with a dot are also paths: `log` leads to `level`, `logger`. */
const placesBelow = new Map<string, [member: string, place: Place][]>();
for (const field of Object.keys(names) as NamedField[]) {
  names[field].forEach((name, rank) => {
    const place = { field, rank };
    places.set(name, place);
    const dot = name.indexOf('.');
    if (dot < 0) return;
    const owner = name.slice(0, dot);
    const below = placesBelow.get(owner) ?? [];
    below.push([name.slice(dot + 1), place]);
    placesBelow.set(owner, below);
  });
}

interface Found {
  value: unknown;
  rank: number;
  /** Of the record's own member; undefined where it stands deeper. */
  name: string | undefined;
}

/** What a record has under any of the names, found in one walk over the few members that it has. */
export class NamedFields {
  private readonly record: RawRecord;
  private readonly found: Partial<Record<NamedField, Found>> = {};

  constructor(record: RawRecord) {
    this.record = record;
    for (const name in record) {
      const value: unknown = record[name];
      const place = places.get(name);
      if (place !== undefined) this.offer(place, value, name);
      if (!isObject(value)) continue;
      const below = placesBelow.get(name);
      if (below !== undefined) for (const [member, inner] of below) this.offer(inner, value[member], undefined);
    }
  }

  value(field: NamedField): unknown {
    return this.found[field]?.value;
  }

  /** Takes it out of the record as well; a member of an object in the record stays there. */
  take(field: NamedField): unknown {
    const found = this.found[field];
    if (found?.name !== undefined) this.record[found.name] = undefined;
    return found?.value;
  }

  private offer({ field, rank }: Place, value: unknown, name: string | undefined): void {
    if (value === undefined || value === null || value === '') return;
    const known = this.found[field];
    if (known === undefined || rank < known.rank) this.found[field] = { value, rank, name };
  }
}
