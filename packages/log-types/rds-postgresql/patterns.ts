/** What stands before the message is up to `log_line_prefix`; these are the prefixes in use, most specific first. */

const time = String.raw`^(?<timestamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?) (?<zone>[A-Za-z]{1,5}|[+-]\d\d(?::?\d\d)?)`;
const levels =
  'DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|QUERY|CONTEXT|LOCATION|STATEMENT|BACKTRACE';
const message = String.raw`:\s+(?<message>[\s\S]*)$`;
/** `%r:%u@%d:[%p]:`, where the client is `192.0.2.1(5432)`, `[local]` or nothing. */
const session = String.raw`:(?:(?<source_address>[^\s()[\]]+)\((?<source_port>\d+)\)|\[local\])?:(?<user>[^\s:]*)@(?<database>[^\s:@]*):\[(?<pid>\d+)\]:`;

function quoted(name: string): string {
  return `(?:"(?<${name}>[^"]*)")?`;
}

export const patterns: readonly RegExp[] = [
  // RDS: `%t:%r:%u@%d:[%p]:`
  new RegExp(`${time}${session}(?<log_level>[^\\s:[\\]]{1,30})${message}`),
  // RDS for analysers: `%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:`
  new RegExp(
    `${time}${session}(?<session_line>\\d+):(?<sql_state>[0-9A-Z]{5}):[^\\[\\]]{19,40}?:[\\d/]*:\\d*:(?<session_id>[\\da-f.]+):(?<application>.{0,200}?):?(?<log_level>${levels})${message}`,
  ),
  // RDS before a session exists, and PostgreSQL's default: `%m [%p] ` with user, database, client, application.
  new RegExp(
    `${time}:?\\s?\\[(?<pid>\\d+)\\](?:[: ](?:\\[(?<session_line>\\d+)(?:-\\d+)?\\] )?)(?:(?<source_address>[\\da-f.:]+)(?:\\((?<source_port>\\d+)\\))? )?(?:(?<user>[^\\s@]+)@(?<database>\\S+) )?(?<log_level>${levels})${message}`,
  ),
  // The client first: `%h %m [%p] %q%u@%d `
  new RegExp(
    `^(?<source_address>[\\da-f.:]{7,45})(?:\\((?<source_port>\\d{1,5})\\))? ${time.slice(1)} \\[(?<pid>\\d+)\\]:? (?:(?<user>[^\\s@]+)@(?<database>\\S+) )?(?<log_level>${levels})${message}`,
  ),
  // A record of csvlog, which has 23 columns or more.
  new RegExp(
    `${time},${quoted('user')},${quoted('database')},(?<pid>\\d+),${quoted('client')},(?<session_id>[\\da-f.]+),(?<session_line>\\d+),(?:"[^"]*")?,[^,]*,[^,]*,\\d*,(?<log_level>${levels}),(?<sql_state>[0-9A-Z]{5}),"(?<csv_message>(?:[^"]|"")*)",(?<csv_rest>[\\s\\S]*)$`,
  ),
  // A record of jsonlog.
  /^(?<json>\{"timestamp":"[\s\S]*\})$/,
  // PgBouncer, whose lines about clients and servers name database, user and address.
  /^(?<timestamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?)(?: (?<zone>[A-Za-z]{1,5}|[+-]\d\d(?::?\d\d)?))? \[?(?<pid>\d+)\]? (?<log_level>NOISE|DEBUG|LOG|WARNING|ERROR|FATAL) (?:(?<pool_side>[CS])-0x[\da-f]{1,16}:? (?<database>[^\s/]{1,200})\/(?<user>[^\s@]{1,200})@(?<client>(?:[\da-f.:]{2,45}|\[[\da-f:.]{2,45}\]|unix(?:\(\d{1,10}\))?):\d{1,5}) )?(?<message>[\s\S]*)$/,
  // Any other prefix that begins with the time.
  new RegExp(`${time}(?<prefix>[^\\n]{0,500}?)\\b(?<log_level>${levels})${message}`),
];
