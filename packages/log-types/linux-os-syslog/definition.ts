import { type DeriveContext, type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { syslogFormat, syslogLineOf, syslogTimestamps } from '../shared/syslog/line.ts';
import { deriveSyslog, syslogEcs } from '../shared/syslog.ts';

/** Login lines in the general log belong to the index of the secure log. */
function derive(record: RawRecord, context: DeriveContext): Derived {
  const derived = deriveSyslog(record, context);
  return derived['isSecure'] === true ? { ...derived, index: 'log-linux-secure' } : derived;
}

/** /var/log/messages (syslog) of Linux servers, usually through CloudWatch Logs. */
export default defineLogType({
  name: 'linux-os-syslog',
  title: 'Linux /var/log/messages',
  source: 'https://www.rfc-editor.org/rfc/rfc3164',
  keys: [/\/[Ll]inux/],
  exampleKey:
    'AWSLogs/111122223333/EC2/Linux/Messages/eu-west-1/2026/01/30/10/siem-linux-messages-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  priority: 110,
  content: {
    json: ['MESSAGE', ['_HOSTNAME', 'HOSTNAME', 'SYSLOG_IDENTIFIER', '_SYSTEMD_UNIT']],
    text: syslogLineOf(String.raw`[^\s:[\]]{1,64}`),
  },
  index: 'log-linux-os',
  format: syslogFormat,
  fields: { pid: 'long', syslog_message: 'text' },
  timestamp: syslogTimestamps,
  derive,
  ecs: { ...syslogEcs, 'event.module': { from: '$module', default: 'system' } },
  geoip: ['source', 'destination'],
  threat: { ip: ['source.ip', 'destination.ip'] },
});
