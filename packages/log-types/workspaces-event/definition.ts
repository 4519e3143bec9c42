import { defineLogType, type RawRecord } from '@siem/log-type';

/** WorkSpaces Access events of EventBridge: who logged in, from where. */
export default defineLogType({
  name: 'workspaces-event',
  title: 'Amazon WorkSpaces access events',
  source: 'https://docs.aws.amazon.com/workspaces/latest/adminguide/cloudwatch-events.html',
  keys: [/(?:WorkSpaces|workspaces).*(?:Event|event)/],
  exampleKey:
    'AWSLogs/111122223333/WorkSpaces/Event/eu-west-1/2026/01/30/10/siem-workspaces-event-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { json: ['clientIpAddress', 'actionType', 'workspaceId', 'directoryId'] },
  index: 'log-aws-workspaces',
  format: { kind: 'json' },
  timestamp: [
    { from: 'loginTime', format: 'iso8601' },
    { from: '@envelope', format: 'iso8601' },
  ],
  // Existing indexes name the field as the inventory does.
  derive(record: RawRecord) {
    if (record['workspaceId'] !== undefined) {
      record['WorkspaceId'] = record['workspaceId'];
      record['workspaceId'] = undefined;
    }
    return undefined;
  },
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': { value: ['authentication', 'host'] },
    'event.type': { value: ['info'] },
    'event.outcome': { value: 'success' },
    'event.action': 'actionType',
    'host.id': 'WorkspaceId',
    'source.ip': 'clientIpAddress',
    'related.ip': { all: ['clientIpAddress'] },
    'related.hosts': { all: ['WorkspaceId'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
