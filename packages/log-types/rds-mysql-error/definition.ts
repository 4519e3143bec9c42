import { type DeriveContext, type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { mysqlCommon, mysqlEcs, mysqlFields } from '../shared/mysql.ts';
import { under } from '../shared/own-fields.ts';
import { databaseIdentifiers } from '../shared/rds.ts';

const names = ['timestamp', 'thread_id', 'log_level', 'message'];

/** `[Warning] [MY-010055] [Server] text`: MySQL 8 writes all three, older versions and MariaDB fewer. */
const prefixes = /^(?:\[(?<level>[A-Za-z]+)\] ?)?(?:\[(?<code>MY-\d+)\] ?)?(?:\[(?<subsystem>[A-Za-z_]+)\] ?)?/;
const accessDenied = /Access denied for user '(?<user>[^']*)'@'(?<host>[^']*)'/;
const unknownDatabase = /^Unknown database '(?<database>[^']*)'/;
/** Lines about a client that are no refusal. */
const ofClient =
  /^(?:Aborted connection \d+ to db: '(?<database>[^']*)' user: '(?<user>[^']*)' host: '|IP address ')(?<host>[^']*)'/;
/** What stands for names that were never given. */
const placeholders = new Set(['unconnected', 'unauthenticated', 'connecting host']);
const failedLogin = { category: 'authentication', type: 'start', action: 'failed', outcome: 'failure' };

function derive(record: RawRecord, context: DeriveContext): Derived {
  const message: string = record['message'] ?? '';
  const prefix = prefixes.exec(message)!;
  const { level, code, subsystem } = prefix.groups!;
  const text = message.slice(prefix[0].length);
  const facts = accessDenied.exec(text)?.groups ?? unknownDatabase.exec(text)?.groups;
  return {
    ...databaseIdentifiers(context),
    level: record['log_level'] ?? level,
    code,
    subsystem,
    ...(facts === undefined ? { category: 'database', type: typeOf(record['log_level'] ?? level) } : failedLogin),
    ...(facts ?? clientOf(text)),
  };
}

function clientOf(text: string): Derived {
  const groups = ofClient.exec(text)?.groups;
  if (groups === undefined) return {};
  return Object.fromEntries(Object.entries(groups).filter(([, value]) => !placeholders.has(value)));
}

function typeOf(level: string | undefined): string {
  return level?.toLowerCase() === 'error' ? 'error' : 'info';
}

/** Error log of Aurora MySQL, RDS for MySQL and RDS for MariaDB. */
export default defineLogType({
  name: 'rds-mysql-error',
  title: 'RDS MySQL and MariaDB error log',
  source: 'https://dev.mysql.com/doc/refman/8.4/en/error-log-format.html',
  keys: [/(?:mysql|mariadb).*error/i],
  exampleKey:
    'AWSLogs/111122223333/RDS/MySQL/eu-west-1/error/2026/01/30/10/siem-rds-mysql-error-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  priority: 123,
  content: {
    text: /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z| {1,2}\d{1,2}:\d\d:\d\d) \d+ \[(?:System|Error|ERROR|Warning|Note)\] /,
  },
  ...mysqlCommon,
  format: {
    kind: 'multiline',
    first: /^(?:\d{4}-\d\d-\d\d[T ]|\d{6} )[ \d]\d:\d\d:\d\d/,
    patterns: [
      /^(?<timestamp>(?:\d{4}-\d\d-\d\d|\d{6})[T\s]{1,2}\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?)(?:\s+|(?=InnoDB))(?:(?<thread_id>\d+)\s+\[(?<log_level>[0-9a-zA-Z]+)\]\s)?(?<message>[\s\S]*)$/,
    ],
  },
  fields: mysqlFields,
  omit: names,
  derive,
  ecs: {
    ...mysqlEcs,
    ...under('mysql', ['timestamp', 'thread_id', 'message']),
    'mysql.log_level': '$level',
    'mysql.error_code': '$code',
    'mysql.subsystem': '$subsystem',
    'mysql.username': '$user',
    'mysql.host': '$host',
    'mysql.database': '$database',
    'event.module': { value: 'error' },
    'event.category': '$category',
    'event.type': '$type',
    'event.action': '$action',
    'event.outcome': '$outcome',
    'error.code': '$code',
    'log.level': '$level',
    'rds.database_name': '$database',
    'rds.message': 'message',
    'related.ip': { all: ['$host'] },
    'related.user': { all: ['$user'] },
    'source.address': '$host',
    'source.ip': '$host',
    'user.name': '$user',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
