import { defineLogType } from '@siem/log-type';
import { syslogFormat, syslogLineOf, syslogTimestamps } from '../shared/syslog/line.ts';
import { deriveSyslog, syslogEcs } from '../shared/syslog.ts';

/** /var/log/secure (auth.log) of Linux servers, usually through CloudWatch Logs. */
export default defineLogType({
  name: 'linux-secure',
  title: 'Linux /var/log/secure',
  source: 'https://www.rfc-editor.org/rfc/rfc3164',
  keys: [/\/[Ll]inux.*[Ss]ecure/],
  exampleKey:
    'AWSLogs/111122223333/EC2/Linux/Secure/eu-west-1/2026/01/30/10/siem-linux-secure-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  priority: 90,
  content: {
    text: syslogLineOf(
      '(?:sshd|sshd-session|sudo|su|login|passwd|useradd|userdel|usermod|groupadd|groupdel|polkitd|systemd-logind)',
    ),
    // /var/log/messages holds some of them too.
    share: 0.6,
    score: 2,
  },
  index: 'log-linux-secure',
  format: syslogFormat,
  fields: { pid: 'long', syslog_message: 'text' },
  timestamp: syslogTimestamps,
  derive: deriveSyslog,
  ecs: { ...syslogEcs, 'event.module': { value: 'secure' } },
  geoip: ['source', 'destination'],
  threat: { ip: ['source.ip', 'destination.ip'] },
});
