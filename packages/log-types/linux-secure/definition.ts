import { defineLogType } from '@siem/log-type';
import { deriveSyslog, syslogEcs, syslogFormat } from '../shared/syslog.ts';

/** /var/log/secure (auth.log) of Linux servers, usually through CloudWatch Logs. */
export default defineLogType({
  name: 'linux-secure',
  title: 'Linux /var/log/secure',
  source: 'https://www.rfc-editor.org/rfc/rfc3164',
  keys: [/\/[Ll]inux.*[Ss]ecure/],
  priority: 90,
  index: 'log-linux-secure',
  format: syslogFormat,
  fields: { pid: 'long', syslog_message: 'text' },
  timestamp: [
    { from: 'syslog_timestamp', format: 'syslog' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive: deriveSyslog,
  ecs: { ...syslogEcs, 'event.module': { value: 'secure' } },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
