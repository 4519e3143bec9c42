import type { DeriveContext, Derived, RawRecord, TextFormat } from '@siem/log-type';
import { instanceIdIn } from './instance-id.ts';

/**
 * Lines of /var/log/secure and /var/log/messages: `Dec 10 06:55:46 host sshd[24200]: message`, with an ISO 8601 time as
 * newer rsyslog writes it, or in the form of RFC 5424.
 */
export const syslogFormat: TextFormat = {
  kind: 'text',
  patterns: [
    /^<\d{1,3}>\d{1,2} (?<syslog_timestamp>\S+) (?<hostname>\S+) (?<proc>\S+) (?:(?<pid>\d+)|\S+) (?<msg_id>\S+) (?:-|(?:\[(?:[^\]\\"]|\\.|"(?:[^"\\]|\\.)*")*\])+)(?: \ufeff?(?<syslog_message>.*))?$/s,
    /^(?:<\d{1,3}>)?(?<syslog_timestamp>[A-Z][a-z]{2}\s+\d{1,2}\s+\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?|\d{4}-\d\d-\d\dT\S+) (?<hostname>\S+) (?<proc>[\w/.-]*)(?:\[(?<pid>\d+)\])?(?:[^:\n]{0,200}:)? *(?<syslog_message>.*)$/s,
  ],
  keepUnmatched: true,
};

const ip = '(?<ip>\\d{1,3}(?:\\.\\d{1,3}){3}|[\\da-fA-F]{0,4}:[\\da-fA-F:.]{1,44})';
const methods = '(?:publickey|password|none|keyboard-interactive/pam|hostbased|gssapi-with-mic|gssapi-keyex)';

/** First that is found decides. Groups: action, user, ip, port. */
const sshdPatterns: readonly RegExp[] = [
  // A scanner that sends no user name.
  new RegExp(`(?<action>Failed|[Ii]nvalid user).{0,40}? {2}from ${ip}(?: port (?<port>\\d+))?`),
  new RegExp(
    `(?<action>Accepted|Failed|failure|[Ii]nvalid user)\\s+(?:${methods} for )?(?:invalid user )?(?<user>\\S+)(?:\\s+from.{0,100}?${ip})?(?:\\s+port\\s+(?<port>\\d+))?`,
  ),
  /^(?<action>Disconnected|Received disconnect) from (?<ip>\S+) port (?<port>\d+)/,
  new RegExp(`^(?<action>Disconnected) from (?:authenticating |invalid )?user (?<user>\\S+) ${ip} port (?<port>\\d+)`),
  /^(?<action>error): AuthorizedKeysCommand \S+ (?<user>\S+) (?:SHA|RSA)/,
  /^pam_unix\(\S+\): (?<action>session closed) for user (?<user>\S+)/,
  /^pam_unix\(\S+\): (?<action>session opened) for user (?<target>[^(\s]+)(?:\(\S*)? by (?<user>[^(\s]*)\(/,
  new RegExp(`^(?<action>Connection (?:reset|closed))\\s+by\\s+${ip}\\s+port\\s+(?<port>\\d+)`),
  new RegExp(`\\S\\s+(?:from|with)\\s+${ip}\\s+port\\s+(?<port>\\d+)`),
  new RegExp(`^(?<action>reverse mapping checking).*\\[${ip}\\]`),
  /\s(?<ip>\d{1,3}(?:\.\d{1,3}){3})\s/,
];

const sudoPatterns: readonly RegExp[] = [
  /^(?<user>\S+) : .*COMMAND=(?<action>.*)/,
  /^pam_unix\(\S+\): (?<action>session closed) for user (?<user>\S+)/,
  /^pam_unix\(\S+\): (?<action>session opened) for user (?<target>[^(\s]+)(?:\(\S*)? by (?<user>[^(\s]*)\(/,
];

/** Login facts of sshd and sudo lines; instance id from the log stream's name. */
export function deriveSyslog(record: RawRecord, context: DeriveContext): Derived {
  const process = record['proc'] ?? '';
  const message: string = record['syslog_message'] ?? '';
  const derived: Derived = { instanceId: instanceIdIn(context.meta.logStream) };
  if (process.includes('sshd')) return { ...derived, ...sshd(message), isSecure: true };
  if (process.includes('sudo')) return { ...derived, ...sudo(message), isSecure: true };
  if (process === 'su') derived['isSecure'] = true;
  return derived;
}

function sshd(message: string): Derived {
  const facts = firstMatch(sshdPatterns, message);
  if (facts?.['action'] === undefined) return { module: 'secure', ...facts };
  const action = facts['action'].toLowerCase();
  return { module: 'secure', ...facts, category: 'authentication', type: typeOf(action), outcome: outcome(action) };
}

function sudo(message: string): Derived {
  const facts = firstMatch(sudoPatterns, message);
  return { module: 'secure', ...facts, outcome: facts?.['action'] === undefined ? undefined : 'success' };
}

function firstMatch(patterns: readonly RegExp[], message: string): Record<string, string | undefined> | undefined {
  for (const pattern of patterns) {
    const groups = pattern.exec(message)?.groups;
    if (groups === undefined) continue;
    // A session opened by nobody (a daemon) is the target user's own.
    return groups['user'] === '' ? { ...groups, user: groups['target'] } : groups;
  }
  return undefined;
}

function typeOf(action: string): string {
  if (/disconnect|reset|close/.test(action)) return 'end';
  return /accept|opened|fail|invalid/.test(action) ? 'start' : 'info';
}

/** Undefined where a session merely ends. */
function outcome(action: string): string | undefined {
  if (action.includes('accept') || action.includes('opened')) return 'success';
  if (/fail|invalid|err/.test(action)) return 'failure';
  return /disconnect|reset|close/.test(action) ? undefined : 'unknown';
}

/** ECS fields that both syslog log types have. */
export const syslogEcs = {
  'event.kind': { value: 'event' },
  'event.category': '$category',
  'event.type': '$type',
  'event.action': '$action',
  'event.outcome': '$outcome',
  'cloud.instance.id': '$instanceId',
  'host.hostname': 'hostname',
  'process.name': 'proc',
  'process.pid': 'pid',
  'source.ip': '$ip',
  'source.port': '$port',
  'user.name': '$user',
  'related.hosts': { all: ['hostname', '$instanceId'] },
  'related.ip': { all: ['$ip'] },
  'related.user': { all: ['$user'] },
} as const;
