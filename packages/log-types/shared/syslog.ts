import type { DeriveContext, Derived, RawRecord, TextFormat } from '@siem/log-type';
import { instanceIdIn } from './instance-id.ts';
import { accountProgramFacts, sudoFacts } from './syslog/accounts.ts';
import { sshdFacts } from './syslog/sshd.ts';

/**
 * Lines of /var/log/secure and /var/log/messages: `Dec 10 06:55:46 host sshd[24200]: message`, with an ISO 8601 time as
 * newer rsyslog writes it, with the year, or in the form of RFC 5424.
 */
export const syslogFormat: TextFormat = {
  kind: 'text',
  patterns: [
    /^<\d{1,3}>\d{1,2} (?<syslog_timestamp>\S+) (?<hostname>\S+) (?<proc>\S+) (?:(?<pid>\d+)|\S+) (?<msg_id>\S+) (?:-|(?:\[(?:[^\]\\"]|\\.|"(?:[^"\\]|\\.)*")*\])+)(?: \ufeff?(?<syslog_message>.*))?$/s,
    /^(?:<\d{1,3}>)?(?<syslog_timestamp>[A-Z][a-z]{2}\s+\d{1,2}\s+(?:\d{4} )?\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?|\d{4}-\d\d-\d\d[T ]\S+) (?<hostname>\S+) (?<proc>[\w/.-]*)(?:\([\w-]{1,40}\))?(?:\[(?<pid>\d+)\])?(?:[^:\n]{0,200}:)? *(?<syslog_message>.*)$/s,
  ],
  keepUnmatched: true,
};

export const syslogTimestamps = [
  { from: 'syslog_timestamp', format: 'syslog' },
  { from: 'syslog_timestamp', format: 'iso8601' },
  { from: 'syslog_timestamp', format: '%b %d %Y %H:%M:%S' },
  { from: '@envelope', format: 'epoch' },
] as const;

/** Logins, sessions and changes of accounts; instance id from the log stream's name. */
export function deriveSyslog(record: RawRecord, context: DeriveContext): Derived {
  const process: string = record['proc'] ?? '';
  const message: string = record['syslog_message'] ?? '';
  const derived: Derived = { instanceId: instanceIdIn(context.meta.logStream) };
  const login = process.includes('sshd') ? sshdFacts : process.includes('sudo') ? sudoFacts : undefined;
  if (login !== undefined) return { ...derived, module: 'secure', ...login(message), isSecure: true };
  if (process === 'su') derived['isSecure'] = true;
  return { ...derived, ...accountProgramFacts(process.slice(process.lastIndexOf('/') + 1), message) };
}

/** ECS fields that both syslog log types have. */
export const syslogEcs = {
  'event.kind': { value: 'event' },
  'event.category': '$category',
  'event.type': '$type',
  'event.action': '$action',
  'event.outcome': '$outcome',
  'event.reason': '$reason',
  'cloud.instance.id': '$instanceId',
  'host.hostname': 'hostname',
  'process.name': 'proc',
  'process.pid': 'pid',
  'group.name': '$group',
  'source.address': '$address',
  'source.ip': '$ip',
  'source.port': '$port',
  'user.effective.name': '$effectiveUser',
  'user.id': '$userId',
  'user.name': '$user',
  'related.hosts': { all: ['hostname', '$instanceId'] },
  'related.ip': { all: ['$ip'] },
  'related.user': { all: ['$user'] },
} as const;
