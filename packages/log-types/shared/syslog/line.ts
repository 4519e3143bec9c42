import type { TextFormat } from '@siem/log-type';

const zone = String.raw`(?:Z|[A-Z]{3,5}|[+-]\d\d:?\d\d)`;
/** What follows a zone or a year is a host and a program: else it is the host itself. */
const beforeHost = String.raw`(?= [^\s:[\]]{1,255} [\w/.-]{1,128}[[(:])`;
const time =
  String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +)?(?:\d{4} +)?[A-Z][a-z]{2}\s+\d{1,2}\s+(?:\d{4} )?\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?` +
  `(?: ${zone}(?= (?:\\d{4} )?[^\\s:[\\]]{1,255} [\\w/.-]{1,128}[[(:]))?(?: (?:19|20)\\d\\d${beforeHost})?`;
const isoTime = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\S{1,40}(?: (?:UTC|[+-]\d\d:?\d\d)(?= ))?`;
/** `sshd[2101]:`, `login(pam_unix)[22]:`, `(systemd)[12]:`; nothing where syslogd itself says something. */
const tag = String.raw`(?!(?:last )?message repeated \d)(?<proc>\([\w-]{1,40}\)|[\w/.-]*)(?:\([\w-]{1,40}\))?(?:\[(?<pid>\d+)\])?(?:[^:\n]{0,200}:)?`;

/**
 * Lines of /var/log/secure and /var/log/messages: `Dec 10 06:55:46 host sshd[24200]: message`, with an ISO 8601 time as
 * newer rsyslog writes it, with weekday, year or zone, or in the form of RFC 5424. JSON is what the journal's readers make.
 */
export const syslogFormat: TextFormat = {
  kind: 'text',
  patterns: [
    /^<(?<priority>\d{1,3})>\d{1,2} (?<syslog_timestamp>\S+) (?<hostname>\S+) (?<proc>\S+) (?:(?<pid>\d+)|\S+) (?<msg_id>\S+) (?:-|(?:\[(?:[^\]\\"]|\\.|"(?:[^"\\]|\\.)*")*\])+)(?: \ufeff?(?<syslog_message>.*))?$/s,
    new RegExp(
      String.raw`^(?:<(?<priority>\d{1,3})>)?(?<syslog_timestamp>${time}|${isoTime})(?: (?<hostname>[^\s[\]]*[^\s:[\]]))? (?:${tag})? *(?<syslog_message>.*)$`,
      's',
    ),
    // The audit daemon's own log.
    /^(?:node=(?<hostname>\S+) )?(?<syslog_message>type=\w{1,40} msg=audit\((?<syslog_timestamp>\d{10}\.\d{3}):\d{1,12}\): ?.*)$/s,
  ],
  keepUnmatched: true,
  alsoJson: true,
};

/** Tells a line by its beginning. @param program names, as a pattern */
export function syslogLineOf(program: string): RegExp {
  return new RegExp(
    String.raw`^(?:<\d{1,3}>)?(?:${time}|${isoTime}) (?:[^\s[\]]{0,254}[^\s:[\]] )?${program}(?:\[\d+\])?: `,
  );
}

export const syslogTimestamps = [
  { from: '$time', format: 'iso8601' },
  { from: 'syslog_timestamp', format: 'syslog' },
  { from: 'syslog_timestamp', format: 'epoch' },
  { from: '@envelope', format: 'epoch' },
  { from: '@envelope', format: 'iso8601' },
  { from: '$localTime', format: 'syslog' },
] as const;
