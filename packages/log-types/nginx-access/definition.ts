import { defineLogType } from '@siem/log-type';
import {
  deriveWebAccess,
  webAccessEcs,
  webAccessFormat,
  webAccessOmit,
  webAccessTimestamp,
} from '../shared/web-access.ts';

/** Access logs of nginx, usually through CloudWatch Logs. */
export default defineLogType({
  name: 'nginx-access',
  title: 'nginx access logs',
  source: 'https://nginx.org/en/docs/http/ngx_http_log_module.html',
  keys: [/[Nn]ginx.*[Aa]ccess\//, /firelens(?!.*[Nn]ginx.*[Ee]rror\/).*[Nn]ginx/],
  exampleKey:
    'AWSLogs/aws-account-id=111122223333/service=nginx-access/web-site-name=shop/aws-region=eu-west-1/2026/01/30/10/siem-nginx-access-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  // The combined format is Apache's too; with X-Forwarded-For behind it is what nginx is installed with.
  content: {
    json: ['remote_addr', 'status', ['request', 'request_uri', 'uri', 'request_method']],
    text: /^\S{1,255} - .{1,200}? \[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "[^"]*" \d{3} \d+ "[^"]*" "[^"]*" "[^"]*"$/,
    score: 1.2,
  },
  index: 'log-web-nginx',
  format: webAccessFormat,
  omit: webAccessOmit,
  // Members of JSON have the names of fields that are something else here.
  prefix: 'nginx',
  timestamp: [...webAccessTimestamp, { from: '@envelope', format: 'epoch' }],
  derive: deriveWebAccess,
  ecs: webAccessEcs,
  geoip: ['source'],
  threat: { ip: ['related.ip', 'source.ip'] },
  forwardedFor: { client: 'source.ip', from: '$forwardedFor' },
});
