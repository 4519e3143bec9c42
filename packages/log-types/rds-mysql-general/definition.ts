import { type DeriveContext, type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { mysqlCommon, mysqlEcs, mysqlFields, mysqlHeader } from '../shared/mysql.ts';
import { under } from '../shared/own-fields.ts';
import { databaseIdentifiers } from '../shared/rds.ts';

const names = ['timestamp', 'thread_id', 'command', 'query'];

/** `admin@10.0.0.1 on shop using TCP/IP`, `admin@10.0.0.1 as admin on shop`; nothing after `on`: no database. */
const connection = /^(?<user>[^@]*)@(?<host>\S*)(?: as \S*)?(?: on (?<database>\S*))?/;
const denied = /^Access denied for user '(?<user>[^']*)'@'(?<host>[^']*)'/;

function derive(record: RawRecord, context: DeriveContext): Derived {
  const { command, query } = record;
  return { ...databaseIdentifiers(context), ...facts(command, query ?? '') };
}

function facts(command: unknown, query: string): Derived {
  if (command === 'Init DB') return { database: query };
  return command === 'Connect' || command === 'Change user' ? connect(query) : {};
}

function connect(text: string): Derived {
  const failed = denied.exec(text);
  const { user, host, database } = failed?.groups ?? connection.exec(text)?.groups ?? {};
  const outcome = failed === null ? 'success' : 'failure';
  return { outcome, user, host, database: database === 'using' ? undefined : database };
}

/** General query log of Aurora MySQL, RDS for MySQL and RDS for MariaDB. */
export default defineLogType({
  name: 'rds-mysql-general',
  title: 'RDS MySQL and MariaDB general log',
  source: 'https://dev.mysql.com/doc/refman/8.4/en/query-log.html',
  keys: [/(?:mysql|mariadb).*general/i],
  exampleKey:
    'AWSLogs/111122223333/RDS/MySQL/eu-west-1/general/2026/01/30/10/siem-rds-mysql-general-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  priority: 122,
  content: { text: /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z|\d{6} {1,2}\d{1,2}:\d\d:\d\d)\t *\d+ [A-Z][A-Za-z]+/ },
  ...mysqlCommon,
  format: {
    kind: 'multiline',
    // MariaDB leaves the time out where it is the same as before.
    inherited: {
      group: 'timestamp',
      from: /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?|\d{6} {1,2}\d{1,2}:\d\d:\d\d)\s/,
    },
    first: /^(?:\d{4}-\d\d-\d\dT[\d:.]\S*\s|\d{6} {1,2}\d{1,2}:\d\d:\d\d\t|\t\t *\d+ [A-Z])/,
    patterns: [
      /^(?:(?<timestamp>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?|\d{6} {1,2}\d{1,2}:\d\d:\d\d)\s|\s)?\s*(?<thread_id>\d+)\s+(?<command>[A-Za-z]+(?: [A-Za-z]+){0,2})(?:(?:\t| {2,})(?<query>[\s\S]*)|\s+(?<text>(?!\s)[^\t\n]*))?$/,
    ],
    ignore: mysqlHeader,
  },
  fields: mysqlFields,
  omit: [...names, 'text'],
  derive,
  ecs: {
    ...mysqlEcs,
    ...under('mysql', names),
    'event.module': { value: 'general' },
    'event.category': { value: ['database'] },
    'event.type': { value: ['access'] },
    'event.action': { from: 'command', transform: 'lowercase' },
    'event.outcome': '$outcome',
    'rds.database_name': '$database',
    'rds.query': 'query',
    'related.ip': { all: ['$host'] },
    'related.user': { all: ['$user'] },
    'source.address': '$host',
    'source.ip': '$host',
    'user.name': '$user',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
