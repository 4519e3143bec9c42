import type { DeliberateDifference } from './deliberate.ts';

/** Deliberate differences of log types that are text or XML: databases, servers, appliances. */

function text(value: unknown): string {
  return String(Array.isArray(value) ? value[0] : value);
}

function at(source: Record<string, unknown>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], source);
}

function withoutControls(value: string): string {
  return [...value].filter((character) => character >= ' ').join('');
}

/** Of times and of index names. */
function withoutYear(value: string): string {
  return value.replace(/20\d\d-/, '');
}

const windows = ['windows-event', 'directory-service', 'fsx-win'];
/** Whose event ids the reference knows. */
const windowsProviders = /^(?:Microsoft-Windows-(?:Security-Auditing|Eventlog)|Service Control Manager|User32)$/i;

export const textDifferences: readonly DeliberateDifference[] = [
  {
    fields: /^(?:_id|@id)$/,
    when: (theirs, ours) => /^[0-9a-f]{32}$/.test(text(theirs)) && text(ours).replace(/_\d+$/, '') === text(theirs),
    reason: 'Equal records of one object are documents of their own; the reference keeps the last.',
  },
  {
    logTypes: windows,
    fields: /^@message$/,
    when: (theirs, ours) => text(theirs) === `${text(ours)}\n`,
    reason: 'The record in a file ends with its last tag; the reference keeps the line feed behind it.',
  },
  {
    logTypes: windows,
    fields: /^Event\./,
    when: (theirs, ours) => ours === undefined && text(theirs).trim() === '',
    reason: 'A blank says nothing.',
  },
  {
    logTypes: windows,
    fields: /^Event\.EventData\./,
    when: (theirs, ours) => text(theirs) === withoutControls([ours].flat().join('')),
    reason: 'An event with a character that XML forbids keeps its line feeds and tabs; the reference drops them all.',
  },
  {
    logTypes: windows,
    fields: /^event\.action$/,
    when: (theirs, _ours, source) =>
      ['4728', '4732'].includes(text(at(source, 'event.code'))) && text(theirs).startsWith('added-member-to-'),
    reason: 'Windows documents 4728 for global and 4732 for local groups; the reference has them the wrong way round.',
  },
  {
    logTypes: windows,
    fields: /^event\.outcome$/,
    when: (_theirs, _ours, source) => ['4800', '4803', '5060'].includes(text(at(source, 'event.code'))),
    reason: 'Locking a workstation and dismissing a screen saver succeed, a failed verification (5060) does not.',
  },
  {
    logTypes: windows,
    fields: /^event\.outcome$/,
    when: (theirs, ours, source) =>
      text(theirs) === 'success' &&
      text(ours) === 'failure' &&
      /^0x[\da-f]{2}1/i.test(text(at(source, 'Event.System.Keywords'))),
    reason: 'An event that Windows audits as a failure is none of success.',
  },
  {
    logTypes: windows,
    fields: /^event\.(?:action|outcome)$/,
    when: (_theirs, ours, source) =>
      ours === undefined && !windowsProviders.test(text(at(source, 'Event.System.Provider.Name'))),
    reason: 'Event ids mean something for their provider only: 104 of a remote desktop clears no log.',
  },
  {
    logTypes: ['linux-secure', 'linux-os-syslog'],
    fields: /^(?:@timestamp|_index)$/,
    // The same but for the year, which is not in the line.
    when: (theirs, ours, source) =>
      at(source, '@log_group') !== undefined &&
      withoutYear(text(theirs)) === withoutYear(text(ours)) &&
      !/\b20\d\d\b/.test(text(source['syslog_timestamp'])),
    reason:
      'A line without a year is of the year in which CloudWatch Logs took it; the reference takes the current one.',
  },
  {
    logTypes: ['linux-secure', 'linux-os-syslog'],
    fields: /^(?:user\.name|related\.user)$/,
    when: (theirs, ours, source) =>
      /^(?:direct-tcpip|for|from|invalid|key|to)$/.test(text(theirs)) ||
      (ours === undefined && text(at(source, 'source.ip')) === text(theirs)) ||
      text(ours).startsWith(`${text(theirs)} `) ||
      / (?:keyboard-interactive(?:\/pam)?|hostbased|gssapi-\S+) for /.test(text(source['@message'])),
    reason:
      'The reference takes a preposition, the authentication method, an address or a part of a name for the name.',
  },
  {
    logTypes: ['linux-secure', 'linux-os-syslog'],
    fields: /^(?:source\.(?:ip|port)|related\.ip)$/,
    when: (theirs, ours, source) =>
      text(theirs) === '0.0.0.0' ||
      (ours !== undefined && text(source['@message']).split(/ (?:from|user) /).length > 2) ||
      / user \S+ \d[\d.]+ .*\d+\.[\d.]+ port /.test(text(source['@message'])),
    reason: 'User names may look like an address, so the last one in a line counts; where sshd listens is no source.',
  },
  {
    logTypes: ['linux-secure', 'linux-os-syslog'],
    fields: /^event\.outcome$/,
    when: (theirs, ours, source) =>
      text(theirs) === 'success' && text(ours) === 'failure' && text(source['proc']).includes('sudo'),
    reason: 'A command that sudo refused failed.',
  },
  {
    logTypes: ['apache-access', 'nginx-access'],
    fields: /^url\.(?:path|extension)$/,
    when: (_theirs, ours, source) => ours === undefined && at(source, 'http.request.method') === 'CONNECT',
    reason: 'CONNECT names a host and no path, with a port or without.',
  },
  {
    logTypes: ['apache-access', 'nginx-access'],
    fields: /^(?:user_agent\.original|http\.request\.referrer)$/,
    // A quote with a blank behind it may be the end, unless it is escaped.
    when: (theirs, ours) =>
      text(ours).startsWith(`${text(theirs)}"`) &&
      (text(theirs).endsWith('\\') || !text(ours).startsWith(`${text(theirs)}" `)),
    reason: 'Values with escaped quotation marks in them are whole.',
  },
  {
    logTypes: ['apache-error'],
    fields: /^error\.message$/,
    when: (theirs, ours) => text(theirs).startsWith('[client [') && text(theirs).endsWith(text(ours)),
    reason: 'Clients whose IPv6 address stands in brackets are told from the message.',
  },
  {
    logTypes: ['nginx-error'],
    fields: /^(?:url\.original|source\.(?:ip|address)|related\.ip)$/,
    when: (_theirs, _ours, source) => text(source['@message']).split(', client: ').length > 2,
    reason: 'The client that nginx names comes last; what a user name pretends to be comes before.',
  },
  {
    logTypes: ['nginx-error'],
    fields: /^(?:domain|port)$/,
    when: (theirs, _ours, source) => text(at(source, 'url.domain')) === text(theirs) || /^\d+$/.test(text(theirs)),
    reason: 'Host and port of the request belong to `url`; the reference puts them at the top level.',
  },
  {
    logTypes: ['nginx-error'],
    fields: /^(?:connection_id|datetime|message|process_id|severity|thread_id)$/,
    when: (_theirs, ours) => ours === undefined,
    reason: 'They have ECS names. The reference leaves the raw ones too where it gives up half-way.',
  },
  {
    logTypes: ['rds-postgresql'],
    fields: /^rds\.query$/,
    when: (theirs, ours) => text(ours).startsWith(`${text(theirs)}\n`),
    reason: 'Statements of several lines are kept whole; the reference keeps their first line.',
  },
  {
    logTypes: ['rds-postgresql'],
    fields: /^postgresql\.session_time_seconds$/,
    when: (theirs, ours) => Number(text(ours)) >= 3600 && Number(text(theirs)) < Number(text(ours)),
    reason: 'An hour has 3,600 seconds; the reference counts 1,440.',
  },
  {
    logTypes: ['rds-mysql-audit'],
    fields: /^event\.outcome$/,
    when: (theirs, ours, source) =>
      text(theirs) === 'failure' && text(ours) === 'success' && text(at(source, 'mysql.retcode')) === '0',
    reason: "A return code of 0 is success; the reference compares the text '0' with a number.",
  },
  {
    logTypes: ['rds-mysql-audit'],
    fields: /^event\.(?:outcome|type)$/,
    when: (_theirs, _ours, source) => at(source, 'mysql.retcode') === undefined,
    reason: 'Events about tables have no return code, so how their statement ended is unknown.',
  },
  {
    logTypes: ['rds-mysql-audit'],
    fields: /^rds\.query$/,
    when: (theirs, ours, source) =>
      text(at(source, 'mysql.object')).slice(1, -1) === text(theirs) ||
      /^\w+\|\w+\.\w+$/.test(text(ours)) ||
      (/[^\u0020-\u007e]/.test(text(theirs)) && /[^\u0020-\u007e]/.test(text(ours))),
    reason: 'Names of tables have no quotes to cut off, and text beyond ASCII is UTF-8; the reference damages both.',
  },
  {
    logTypes: ['rds-mysql-audit'],
    fields: /^(?:mysql\.(?:object|retcode)|event\.outcome|rds\.query)$/,
    when: (_theirs, _ours, source) => /,\d+,(?:[A-Z/ ]+|,)$/.test(text(source['@message'])),
    reason: 'RDS for MySQL writes the kind of connection, or nothing between two commas, behind the return code.',
  },
  {
    logTypes: ['rds-mysql-error'],
    fields: /^event\.category$/,
    when: (theirs, ours, source) =>
      text(theirs) === 'database' && text(ours) === 'authentication' && text(at(source, 'event.action')) === 'failed',
    reason: 'A refused login is one in MySQL 8 too, where error code and subsystem stand before the text.',
  },
  {
    logTypes: ['rds-mysql-general'],
    fields: /^(?:mysql\.command|mysql\.query|rds\.query)$/,
    when: (theirs, ours, source) =>
      text(at(source, 'mysql.command')).includes(' ') || text(theirs).trimStart() === text(ours),
    reason:
      "Commands of two words ('Init DB') are whole, and blanks no part of the query; the reference puts both before it.",
  },
  {
    logTypes: ['rds-mysql-slowquery'],
    fields: /^rds\.query$/,
    when: (theirs, ours) => text(theirs).replace(/;$/, '').endsWith(text(ours)),
    reason: 'Only what mysqld writes before a query is left out, not lines of the query that begin with SET or USE.',
  },
  {
    logTypes: ['elasticache-redis-slowlog'],
    fields: /^elasticache\.Duration \(us\)$/,
    when: (theirs, _ours, source) => text(at(source, 'elasticache.Duration_us')) === text(theirs),
    reason: 'A duration of 0 gets the same name as any other.',
  },
  {
    logTypes: ['elasticache-redis-slowlog'],
    fields: /^(?:source\.(?:ip|address)|related\.ip)$/,
    when: (theirs, ours) => text(theirs) === `[${text(ours)}]` || /^(?:\/|\?$)/.test(text(theirs)),
    reason: 'IPv6 addresses without brackets, and no path of a socket or question mark for an address.',
  },
  {
    logTypes: ['clientvpn'],
    fields: /./,
    when: (theirs, ours) => text(theirs) === 'NA' && ours === undefined,
    reason: "'NA' is no value in events without numbers either, where the reference gives up half-way.",
  },
  {
    logTypes: ['cloudhsm'],
    fields: /^cloudhsm\.\w+$/,
    when: (theirs, ours) => text(theirs) === '0' && text(ours).startsWith('0x'),
    reason: 'Handles in hexadecimal are whole; the reference reads their first digit.',
  },
  {
    logTypes: ['apache-ecs'],
    fields: /^url\.path$/,
    when: (theirs, ours, source) =>
      text(theirs) === text(source['request_path']) && text(theirs).startsWith(`${text(ours)}?`),
    reason: 'The path without the query, which is `url.query`, as in the other web logs; `request_path` has both.',
  },
  {
    logTypes: ['apache-ecs'],
    fields: /^(?:request_version|response_(?:status|bytes)|http\.(?:version|response\..+))$/,
    when: (theirs) => text(theirs).includes('"'),
    reason: 'The combined log format too; the pattern of the example takes referrer and user agent for numbers.',
  },
  {
    logTypes: ['deepsecurity'],
    fields: /^(?:_index|@timestamp)$/,
    when: (_theirs, _ours, source) => source['time'] !== undefined || source['timestamp'] !== undefined,
    reason: "The event's own time; the reference takes the time of the load, so the index changes with every retry.",
  },
  {
    logTypes: ['deepsecurity'],
    fields: /^(?!@)/,
    when: (theirs, ours) =>
      text(ours).startsWith(`${text(theirs)} |`) || text(theirs).replace(/\\([\\=|])/g, '$1') === text(ours),
    reason: 'Extension values keep what follows a pipe, and lose the backslashes that CEF escapes with.',
  },
  {
    logTypes: ['deepsecurity'],
    fields: /^(?!@|_)/,
    when: (theirs, ours) => theirs !== undefined && text(theirs).replaceAll(' ', '') === text(ours).replaceAll(' ', ''),
    reason: 'Spaces inside of values stay; the reference makes one of several, and none before the very last word.',
  },
  {
    logTypes: ['deepsecurity'],
    fields:
      /^(?:act|c[ns]1|cnt|d(?:mac|pt|st)|fluent_hostname|fname|host|in|msg|out|proto|s(?:mac|pt|rc)|TrendMicroDsTenant(?:Id)?)$/,
    when: (_theirs, ours) => ours === undefined,
    reason:
      'Under their ECS names in every event; the reference gives up half-way where a value or the tenant is missing.',
  },
  {
    logTypes: ['deepsecurity'],
    fields: /^(?:rule\.name|event\.severity)$/,
    when: (_theirs, _ours, source) => text(at(source, 'rule.name')).includes('|'),
    reason: 'A rule with an escaped pipe in its name is whole; the reference cuts the event at the pipe.',
  },
  {
    logTypes: ['deepsecurity'],
    fields: /^source\.ip$/,
    when: (theirs, ours, source) => text(theirs) === text(source['dvc']) && ours !== undefined,
    reason: 'The device that reports stands in for a source only where there is none; the reference overwrites it.',
  },
];
