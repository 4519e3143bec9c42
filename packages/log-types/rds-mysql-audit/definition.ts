import { type DeriveContext, type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { own } from '../shared/json-values.ts';
import { mysqlCommon, mysqlEcs, mysqlFields } from '../shared/mysql.ts';
import { under } from '../shared/own-fields.ts';
import { databaseIdentifiers } from '../shared/rds.ts';

const names = [
  'serverhost',
  'username',
  'host',
  'thread_id',
  'queryid',
  'operation',
  'database',
  'object',
  'retcode',
  'connection_type',
];

const connections: Readonly<Record<string, Derived>> = {
  CONNECT: { category: 'authentication', type: 'start', action: 'authorized' },
  FAILED_CONNECT: { category: 'authentication', type: 'start', action: 'failed' },
  DISCONNECT: { category: 'authentication', type: 'end', action: 'disconnected' },
};

function derive(record: RawRecord, context: DeriveContext): Derived {
  const { username, host, operation, object, retcode, timestamp } = record;
  const [address, port] = splitHost(host ?? '');
  // Events about tables come before their statement has ended, and have no code.
  const outcome = retcode === '' ? 'unknown' : retcode === '0' ? 'success' : 'failure';
  return {
    ...databaseIdentifiers(context),
    ...(own(connections, operation) ?? { category: 'database', type: outcome === 'failure' ? 'error' : 'access' }),
    ...microseconds(timestamp ?? ''),
    username,
    address,
    port,
    query: sqlText(object ?? ''),
    outcome,
  };
}

/** Aurora writes microseconds since 1970, MariaDB and RDS for MySQL a date. */
function microseconds(text: string): Derived {
  return /^\d{16}$/.test(text)
    ? { time: Number(text) / 1e6, timestamp_text: Number(text) / 1e6 }
    : { timestamp_text: text };
}

/** MariaDB 12 adds the port: `10.0.0.1:50123`. */
function splitHost(host: string): [string, string?] {
  const parts = /^(.+[^:]):(\d{1,5})$/.exec(host);
  return parts === null ? [host] : [parts[1]!, parts[2]!];
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0', Z: '\u001a', b: '\b' };

/** Queries stand in single quotes, with backslashes before what is special; names of tables stand as they are. */
function sqlText(object: string): string {
  if (!object.startsWith("'")) return object.replace(/(?<!;);+$/, '');
  const inner = object.slice(1, object.length > 1 && object.endsWith("'") ? -1 : undefined);
  return inner.replace(/\\([\s\S])/g, (_all, character: string) => own(escapes, character) ?? character);
}

/** Audit log of Aurora MySQL, RDS for MySQL and RDS for MariaDB (server_audit plugin). */
export default defineLogType({
  name: 'rds-mysql-audit',
  title: 'RDS MySQL and MariaDB audit log',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html',
  keys: [/(?:mysql|mariadb).*audit/i],
  exampleKey:
    'AWSLogs/111122223333/RDS/MySQL/eu-west-1/audit/2026/01/30/10/siem-rds-mysql-audit-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  priority: 121,
  content: { text: /^(?:\d{16}|\d{8} \d\d:\d\d:\d\d),[^,]*,[^,]*,[^,]*,\d+,\d+,[A-Z_]+,/ },
  ...mysqlCommon,
  format: {
    kind: 'multiline',
    first: /^(?:\d{16}|\d{8} \d\d:\d\d:\d\d),/,
    patterns: [
      // A query ends with the last quote that only numbers follow; RDS for MySQL adds the kind of connection, or nothing
      // between two commas.
      /^(?<timestamp>\d{16}|\d{8} \d\d:\d\d:\d\d),(?<serverhost>[^,]*),(?<username>[^,]*),(?<host>[^,]*),(?<thread_id>\d*),(?<queryid>\d*),(?<operation>[^,]*),(?<database>[^,]*),(?<object>'[\s\S]*'|[^,]*),(?<retcode>-?\d*)(?:,(?<connection_type>[A-Z][A-Z/ ]*)|(?<=\d),,)?$/,
      /^(?<timestamp>[\d: ]*),(?<serverhost>[^,]*),(?<username>[^,]*),(?<host>[^,]*),(?<thread_id>[\d*]*),(?<queryid>[\d*]*),(?<operation>[^,]*),(?<database>[^,]*),(?<object>[\s\S]*),(?<retcode>[^,]*)$/,
    ],
  },
  fields: { ...mysqlFields, 'mysql.queryid': 'long', 'mysql.retcode': 'long' },
  omit: ['timestamp', ...names],
  derive,
  ecs: {
    ...mysqlEcs,
    ...under('mysql', names),
    'mysql.timestamp': '$timestamp_text',
    'event.module': { value: 'audit' },
    'event.category': '$category',
    'event.type': '$type',
    'event.action': '$action',
    'event.outcome': '$outcome',
    'rds.database_name': 'database',
    'rds.query': '$query',
    'related.ip': { all: ['$address'] },
    'related.user': { all: ['username'] },
    'source.address': '$address',
    'source.ip': '$address',
    'source.port': '$port',
    'user.name': 'username',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
