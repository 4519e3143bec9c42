import { defineLogType } from '@siem/log-type';

/** WorkSpaces of an account, as a scheduled describe-workspaces call delivers them through EventBridge or as JSON. */
export default defineLogType({
  name: 'workspaces-inventory',
  title: 'Amazon WorkSpaces inventory',
  source: 'https://docs.aws.amazon.com/workspaces/latest/api/API_Workspace.html',
  keys: [/(?:WorkSpaces|workspaces).*(?:Inventory|inventory)/],
  exampleKey:
    'AWSLogs/111122223333/WorkSpaces/Inventory/eu-west-1/2026/01/30/10/siem-workspaces-inventory-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { json: ['WorkspaceId', 'DirectoryId', 'BundleId', 'State'] },
  index: 'log-aws-workspaces',
  format: { kind: 'json', records: 'Workspaces' },
  timestamp: [
    { from: '@envelope', format: 'iso8601' },
    { from: '@key', format: 'iso8601' },
  ],
  ecs: {
    cwe_timestamp: '@envelope',
    'event.kind': { value: 'state' },
    'event.category': { value: ['host'] },
    'event.type': { value: ['info'] },
    'host.id': 'WorkspaceId',
    'host.ip': { all: ['IpAddress', 'Ipv6Address'] },
    'host.name': 'ComputerName',
    'host.hostname': 'ComputerName',
    'user.id': 'UserName',
    'user.name': 'UserName',
    'related.hosts': { all: ['ComputerName', 'WorkspaceId'] },
    'related.ip': { all: ['IpAddress', 'Ipv6Address'] },
    'related.user': { all: ['UserName'] },
  },
});
