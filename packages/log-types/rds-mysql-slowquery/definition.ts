import { type DeriveContext, type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { mysqlCommon, mysqlEcs, mysqlFields, mysqlHeader } from '../shared/mysql.ts';
import { under } from '../shared/own-fields.ts';
import { databaseIdentifiers } from '../shared/rds.ts';

const names = ['timestamp', 'username', 'source_ip', 'query'];

/** `# Query_time: 2.0  Lock_time: 0.0  Rows_sent: 1`: what each line of the header may hold. */
const detail = /(?<!\w)(\w+): +([^\s:]+)(?=\s|$)/g;
/** Detail as mysqld writes it -> field; the first two are there always, the others by version and settings. */
const details: Readonly<Record<string, string>> = {
  Query_time: 'query_time',
  Lock_time: 'lock_time',
  Id: 'thread_id',
  Thread_id: 'thread_id',
  Rows_sent: 'rows_sent',
  Rows_examined: 'rows_examined',
  Rows_affected: 'rows_affected',
  Bytes_sent: 'bytes_sent',
  Bytes_received: 'bytes_received',
  Errno: 'errno',
  Killed: 'killed',
  Schema: 'schema',
  QC_hit: 'qc_hit',
};
const detailNames = [...new Set(Object.values(details))];

const useDatabase = /^use ([^ ]*?);/;
/** Statements that mysqld writes before the query, to say under which circumstances it ran. */
const preamble = /^(?:use [^;\n]*;|set (?:timestamp|last_insert_id|insert_id)=[^;\n]*;)\s*/i;
const setTimestamp = /(?:^|\n)SET (?:\w+=\d+,)*timestamp=(\d{9,11}(?:\.\d+)?);/i;

function derive(record: RawRecord, context: DeriveContext): Derived {
  const query: string = record['query'] ?? '';
  const derived: Derived = { ...databaseIdentifiers(context), sql: withoutPreamble(query) };
  for (const [, name, value] of (record['header'] ?? '').matchAll(detail)) {
    const field = details[name];
    if (field !== undefined) derived[field] ??= value;
  }
  derived['database'] = useDatabase.exec(query)?.[1] ?? derived['schema'];
  if (record['timestamp'] === undefined) derived['time'] = setTimestamp.exec(query)?.[1];
  const seconds = Number(derived['query_time']);
  if (Number.isFinite(seconds)) derived['duration'] = Math.round(seconds * 1e9);
  return derived;
}

function withoutPreamble(query: string): string {
  let sql = query;
  for (let match = preamble.exec(sql); match !== null; match = preamble.exec(sql)) sql = sql.slice(match[0].length);
  return (sql === '' ? query : sql).replace(/(?<!;);+$/, '');
}

/** Slow query log of Aurora MySQL, RDS for MySQL and RDS for MariaDB. */
export default defineLogType({
  name: 'rds-mysql-slowquery',
  title: 'RDS MySQL and MariaDB slow query log',
  source: 'https://dev.mysql.com/doc/refman/8.4/en/slow-query-log.html',
  keys: [/(?:mysql|mariadb).*slow_?query/i],
  exampleKey:
    'AWSLogs/111122223333/RDS/MySQL/eu-west-1/slowquery/2026/01/30/10/siem-rds-mysql-slowquery-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  priority: 124,
  content: { text: /^# (?:Time|User@Host): / },
  ...mysqlCommon,
  format: {
    kind: 'multiline',
    // The time is left out where it is the same as before.
    first: /^# (?:Time|User@Host): /,
    notAfter: /^# Time: /,
    patterns: [
      // A command that is no query stands as `# administrator command: Quit;` where the query would.
      /^(?:# Time: (?<timestamp>[\d:.TZ +-]+)\n)?# User@Host: (?<username>(?:(?! @ )[^[\n])*)(?:\[[^\]\n]*\])? @ [^[\n]*\[(?<source_ip>[^\]\n]*)\](?<header>[^\n]*(?:\n# (?!administrator)[^\n]*)*)(?:\n(?<query>[\s\S]*))?$/,
    ],
    ignore: mysqlHeader,
  },
  fields: {
    ...mysqlFields,
    'mysql.query_time': 'double',
    'mysql.lock_time': 'double',
    'mysql.rows_sent': 'long',
    'mysql.rows_examined': 'long',
    'mysql.rows_affected': 'long',
    'mysql.bytes_sent': 'long',
    'mysql.bytes_received': 'long',
    'mysql.errno': 'long',
  },
  omit: [...names, 'header'],
  derive,
  ecs: {
    ...mysqlEcs,
    ...under('mysql', names),
    ...under(
      'mysql',
      detailNames.map((name) => `$${name}`),
    ),
    'event.module': { value: 'slowquery' },
    'event.category': { value: ['database'] },
    'event.type': { value: ['access'] },
    'event.duration': '$duration',
    'rds.database_name': '$database',
    'rds.query': '$sql',
    'rds.query_time': '$query_time',
    'related.ip': { all: ['source_ip'] },
    'related.user': { all: ['username'] },
    'source.ip': 'source_ip',
    'user.name': 'username',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
