import { defineLogType } from '@siem/log-type';
import {
  deriveWebAccess,
  webAccessEcs,
  webAccessFormat,
  webAccessOmit,
  webAccessTimestamp,
} from '../shared/web-access.ts';

/** Access logs of the Apache HTTP Server, usually through CloudWatch Logs. */
export default defineLogType({
  name: 'apache-access',
  title: 'Apache HTTP Server access logs',
  source: 'https://httpd.apache.org/docs/2.4/mod/mod_log_config.html',
  keys: [/[Aa]pache.*[Aa]ccess\//],
  exampleKey:
    'AWSLogs/aws-account-id=111122223333/service=apache-access/web-site-name=shop/aws-region=eu-west-1/2026/01/30/10/siem-apache-access-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { text: /^\S{1,255} \S{1,100} .{1,200}? \[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "/ },
  index: 'log-web-apache',
  format: webAccessFormat,
  omit: webAccessOmit,
  // Members of JSON have the names of fields that are something else here.
  prefix: 'apache',
  timestamp: [...webAccessTimestamp, { from: '@envelope', format: 'epoch' }],
  derive: deriveWebAccess,
  ecs: webAccessEcs,
  geoip: ['source'],
  threat: { ip: ['related.ip', 'source.ip'] },
  forwardedFor: { client: 'source.ip', from: '$forwardedFor' },
});
