import { defineLogType } from '@siem/log-type';
import { deriveWebAccess, webAccessEcs, webAccessFormat, webAccessTimestamp } from '../shared/web-access.ts';

/**
 * Access log of an Apache HTTP Server in a container, through FireLens: the example that users of the SIEM on Amazon
 * OpenSearch Service start from (`user.ini.sample`). Unlike `apache-access` it keeps the raw fields beside the ECS ones.
 */
export default defineLogType({
  name: 'apache-ecs',
  title: 'Apache HTTP Server access logs from containers (FireLens)',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html',
  keys: [/firelens/],
  exampleKey: 'firelens/apache/2026/01/30/10/siem-apache-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  // A catch-all: containers of other log types have their own keys.
  priority: 180,
  // No `content`: containers' lines are those of apache-access, which is what an unknown key gives.
  index: 'log-web-apache',
  format: { ...webAccessFormat, alsoJson: false },
  fields: { response_status: 'long', response_bytes: 'long' },
  omit: ['head', 'rest'],
  timestamp: [...webAccessTimestamp, { from: '@envelope', format: 'iso8601' }, { from: '@envelope', format: 'epoch' }],
  // Existing documents and dashboards know these as `apache`.
  derive: (record, context) => ({ ...deriveWebAccess(record, context), logType: 'apache' }),
  ecs: {
    ...webAccessEcs,
    'event.module': { value: 'apache-ecs' },
    authuser: '$user',
    remotehost: '$host',
    request_method: '$method',
    request_path: '$target',
    request_version: '$version',
    response_bytes: '$bodyBytes',
    response_status: '$status',
    rfc931: '$ident',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
  forwardedFor: { client: 'source.ip', from: '$forwardedFor' },
});
