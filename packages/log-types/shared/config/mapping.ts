import type { LogTypeDefinition, Mapping } from '@siem/log-type';

/** What the three log types of AWS Config share. */
export const configEcs = {
  'event.category': { value: ['configuration'] },
  'cloud.account.id': 'awsAccountId',
  'cloud.region': 'awsRegion',
  'cloud.instance.id': '$instanceId',
  'user.id': '$userId',
  'user.name': '$userName',
  'related.hosts': { all: ['$instanceId'] },
  'related.ip': { all: ['$ips'] },
  'related.user': { all: ['$userName', '$userId'] },
} as const satisfies Record<string, Mapping>;

export const configItems = {
  index: 'log-aws-config',
  format: { kind: 'json', records: 'configurationItems' },
  fields: {
    configurationItemCaptureTime: 'date',
    resourceCreationTime: 'date',
    configurationStateId: 'long',
    configuration: 'flat_object',
    supplementaryConfiguration: 'flat_object',
    configurationItemDiff: 'flat_object',
    notificationCreationTime: 'date',
    tags: 'flat_object',
  },
  ecs: {
    ...configEcs,
    'event.kind': { value: 'state' },
    'event.type': { value: ['info'] },
    'event.action': 'configurationItemStatus',
  },
} as const satisfies Partial<LogTypeDefinition>;
