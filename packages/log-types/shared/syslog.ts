import type { DeriveContext, Derived, RawRecord } from '@siem/log-type';
import { instanceIdIn } from './instance-id.ts';
import { accountProgramFacts, sudoFacts } from './syslog/accounts.ts';
import { readJsonEntry } from './syslog/journal.ts';
import { sshdFacts } from './syslog/sshd.ts';

/** Logins, sessions and changes of accounts; instance id from the log stream's name. */
export function deriveSyslog(record: RawRecord, context: DeriveContext): Derived {
  const time = record['syslog_message'] === undefined ? readJsonEntry(record, context) : undefined;
  const process: string = record['proc'] ?? '';
  const message: string = record['syslog_message'] ?? '';
  const derived: Derived = {
    time,
    localTime: localTime(record),
    instanceId: instanceIdIn(context.meta.logStream) ?? instanceIdIn(record['instanceId']),
    syslog: priorityFacts(record),
  };
  const login = process.includes('sshd') ? sshdFacts : process.includes('sudo') ? sudoFacts : undefined;
  if (login !== undefined) return { ...derived, module: 'secure', ...login(message), isSecure: true };
  if (process === 'su') derived['isSecure'] = true;
  const isAudit = process === '' && message.startsWith('type=');
  const program = isAudit ? 'audit' : process.slice(process.lastIndexOf('/') + 1);
  return { ...derived, ...accountProgramFacts(program, program === 'proftpd' ? behindTag(context.raw) : message) };
}

const proftpdTag = / proftpd\[\d{1,10}\]:? +/;

/** Without a colon behind its process id, ProFTPD's client would count as a part of the tag. */
function behindTag(line: string): string {
  const tag = proftpdTag.exec(line);
  return tag === null ? line : line.slice(tag.index + tag[0].length);
}

/** The time without its zone, for abbreviations that nobody knows: hours off, but in order. */
function localTime({ syslog_timestamp: text }: RawRecord): string | undefined {
  return typeof text === 'string' && text.length > 18 ? text.replace(/ [A-Z]{3,5}(?= |$)/, '') : undefined;
}

/** Facility and severity of `<86>`; the journal has them as two. */
function priorityFacts({ priority, PRIORITY, SYSLOG_FACILITY }: RawRecord): Derived | undefined {
  if (PRIORITY !== undefined) return { facility: SYSLOG_FACILITY, severity: PRIORITY };
  const number = Number(priority ?? Number.NaN);
  return number < 192 ? { facility: number >> 3, severity: number & 7 } : undefined;
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
  'destination.address': '$destinationIp',
  'destination.ip': '$destinationIp',
  'destination.port': '$destinationPort',
  'file.path': '$file',
  'group.name': '$group',
  'network.transport': '$transport',
  'log.syslog.priority': 'priority',
  'log.syslog.facility.code': '$syslog.facility',
  'log.syslog.severity.code': '$syslog.severity',
  'source.address': '$address',
  'source.ip': '$ip',
  'source.port': '$port',
  'user.effective.name': '$effectiveUser',
  'user.id': '$userId',
  'user.name': '$user',
  'related.hosts': { all: ['hostname', '$instanceId'] },
  'related.ip': { all: ['$ip', '$destinationIp'] },
  'related.user': { all: ['$user'] },
} as const;
