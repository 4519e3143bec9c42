import { type DeriveContext, type Derived, defineLogType, normalizeOffset, type RawRecord } from '@siem/log-type';
import { parsedObject, textOf } from '../shared/json-values.ts';
import { under } from '../shared/own-fields.ts';
import { databaseIdentifiers, rdsEcs } from '../shared/rds.ts';
import { messageFacts, splitCsv } from './message.ts';
import { patterns } from './patterns.ts';

const names = [
  'timestamp',
  'source_address',
  'source_port',
  'user',
  'database',
  'pid',
  'log_level',
  'message',
  'session_line',
  'sql_state',
  'session_id',
  'application',
];

/** Undefined for abbreviations that mean several zones. */
function timeOf(timestamp: string, zone: string | undefined): string | undefined {
  const offset = zone === undefined ? 'Z' : normalizeOffset(zone);
  return offset === undefined ? undefined : timestamp + offset;
}

/** `user=app,db=orders,client=192.0.2.1` of the prefixes that log analysers ask for; several names are in use. */
const named = /(?<=^|[\s,])(?<name>user|usr|db|database|app|appli|client|host)=(?<value>[^\s,]*)/g;
const pid = /\[(\d+)\]/;
const namedFields: Readonly<Record<string, string>> = {
  ...{ user: 'user', usr: 'user', db: 'database', database: 'database' },
  ...{ app: 'application', appli: 'application', client: 'source_address', host: 'source_address' },
};

function readPrefix(record: RawRecord): void {
  const prefix: string | undefined = record['prefix'];
  if (prefix === undefined || prefix === '') return;
  record['pid'] = pid.exec(prefix)?.[1];
  if (!prefix.includes('=')) return;
  for (const { groups } of prefix.matchAll(named)) {
    const { name, value } = groups!;
    if (value !== '' && value !== '[local]') record[namedFields[name!]!] = value;
  }
}

const clientForm = /^\[?(?<address>[^[\]]+?)\]?(?::(?<port>\d+))?$/;

/** `192.0.2.1:5432`, `[2001:db8::1]:5432`; undefined for `[local]` and for the number of a Unix socket. */
function clientOf(text: string | undefined): Derived {
  if (text === undefined || text.startsWith('[local') || text.startsWith('unix')) return {};
  return clientForm.exec(text)?.groups ?? {};
}

/** csvlog: quotation marks are doubled. @returns what stands behind the message */
function readCsv(record: RawRecord): Derived {
  record['message'] = record['csv_message'].replaceAll('""', '"');
  const client = clientOf(record['client']);
  record['source_address'] = client['address'];
  record['source_port'] = client['port'];
  // detail, hint, internal query and its place, context, query and its place, place in the source, application, ...
  const [detail, hint, , , context, query, , , application, backend_type] = splitCsv(record['csv_rest'] ?? '');
  record['application'] = application;
  return { detail, hint, context, query, backend_type };
}

/** jsonlog's name of what has another name in lines. */
const jsonNames: Readonly<Record<string, string>> = {
  ...{ user: 'user', dbname: 'database', pid: 'pid', remote_host: 'source_address', remote_port: 'source_port' },
  ...{ session_id: 'session_id', line_num: 'session_line', error_severity: 'log_level', state_code: 'sql_state' },
  ...{ message: 'message', application_name: 'application' },
};

/** @returns what has no field in lines */
function readJson(record: RawRecord): Derived {
  const { timestamp, statement, detail, hint, context, backend_type, ...members } = parsedObject(record['json']) ?? {};
  const [, time, zone] = /^(\S{10} \S{8,18}) (\S{1,10})$/.exec(String(timestamp)) ?? [];
  record['timestamp'] = time;
  record['zone'] = zone;
  for (const [name, field] of Object.entries(jsonNames)) {
    const value: unknown = members[name];
    if (value !== undefined && value !== null && value !== '[local]') record[field] = String(value);
  }
  return { detail, hint, context, query: statement, backend_type };
}

/** PgBouncer's lines name the client (C) or the server (S) that they are about; a name that is not known is none. */
function readPooled(record: RawRecord): Derived | undefined {
  for (const name of ['database', 'user']) if (record[name]?.startsWith('(') === true) record[name] = undefined;
  const peer = clientOf(record['client']);
  if (record['pool_side'] === 'S') return peer;
  record['source_address'] = peer['address'];
  record['source_port'] = peer['port'];
  return undefined;
}

function derive(record: RawRecord, context: DeriveContext): Derived {
  readPrefix(record);
  const isJson = record['json'] !== undefined;
  const more = isJson ? readJson(record) : record['csv_message'] === undefined ? {} : readCsv(record);
  const derived: Derived = {
    ...databaseIdentifiers(context),
    ...messageFacts(record['log_level'] ?? '', record['message'] ?? ''),
    time: timeOf(record['timestamp'] ?? '', record['zone']),
    // 00000 is success.
    errorCode: record['sql_state'] === '00000' ? undefined : record['sql_state'],
  };
  for (const [name, value] of Object.entries(more)) if (textOf(value) !== undefined) derived[name] = value;
  if (record['pool_side'] !== undefined) derived['destination'] = readPooled(record);
  return derived;
}

/** PostgreSQL log of RDS and Aurora, and of servers with the usual line prefixes, csvlog or jsonlog. */
export default defineLogType({
  name: 'rds-postgresql',
  title: 'RDS and Aurora PostgreSQL log',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.html',
  keys: [/[Pp]ostgre/],
  exampleKey:
    'AWSLogs/111122223333/RDS/PostgreSQL/eu-west-1/postgresql/2026/01/30/10/siem-rds-postgresql-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  priority: 120,
  content: {
    json: ['timestamp', 'pid', 'session_id', 'error_severity'],
    text: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [A-Z]{3,4}(?::[^\s@]*@[^\s@]*:\[\d+\]:| \[\d+\] )/m,
  },
  index: 'log-aws-rds-postgresql',
  format: {
    kind: 'multiline',
    first: /^(?:(?:[\da-f.:]{7,45}(?:\(\d{1,5}\))? )?|\{"timestamp":")\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/,
    patterns,
    keepUnmatched: true,
  },
  fields: {
    'postgresql.pid': 'long',
    'postgresql.source_port': 'long',
    'postgresql.session_line': 'long',
    'postgresql.duration_ms': 'double',
    'postgresql.session_time_seconds': 'double',
    'postgresql.message': 'text',
    'postgresql.detail': 'text',
    'postgresql.context': 'text',
    'rds.message': 'text',
    'rds.query': 'text',
    'rds.query_time': 'double',
  },
  omit: [...names, 'zone', 'prefix', 'client', 'csv_message', 'csv_rest', 'pool_side', 'json'],
  timestamp: [
    { from: '$time', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
    { from: 'timestamp', format: 'iso8601' },
  ],
  derive,
  ecs: {
    ...rdsEcs,
    ...under('postgresql', names),
    'postgresql.duration_ms': '$duration_ms',
    'postgresql.query_step': '$query_step',
    'postgresql.session_time_seconds': '$session_time_seconds',
    'postgresql.audit.type': '$audit_type',
    'postgresql.audit.class': '$audit_class',
    'postgresql.audit.command': '$audit_command',
    'postgresql.audit.object_type': '$audit_object_type',
    'postgresql.audit.object_name': '$audit_object_name',
    'postgresql.detail': '$detail',
    'postgresql.hint': '$hint',
    'postgresql.context': '$context',
    'postgresql.backend_type': '$backend_type',
    'destination.address': '$destination.address',
    'destination.ip': '$destination.address',
    'destination.port': '$destination.port',
    'event.category': '$category',
    'event.type': '$type',
    'event.action': '$action',
    'event.outcome': '$outcome',
    'event.duration': '$duration',
    'error.code': '$errorCode',
    'log.level': 'log_level',
    'process.pid': 'pid',
    'rds.database_name': 'database',
    'rds.message': 'message',
    'rds.query': '$query',
    'rds.query_time': '$query_time',
    'related.ip': { all: ['source_address', '$destination.address'] },
    'related.user': { all: ['user'] },
    'source.address': 'source_address',
    'source.ip': 'source_address',
    'source.port': 'source_port',
    'user.name': 'user',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
