import { type DeriveContext, type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { splitArn } from '../shared/arn.ts';
import { lastPart, listOf, objectOf, own, textOf } from '../shared/json-values.ts';

/** IAM Access Analyzer findings, sent by EventBridge: external, internal and unused access. */
export default defineLogType({
  name: 'access-analyzer',
  title: 'IAM Access Analyzer findings',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html',
  keys: [/(?:^|[/_-])(?:IAM-?)?Access-?Analyzer(?:[/_-]|$)/i],
  exampleKey:
    'AWSLogs/111122223333/AccessAnalyzer/eu-west-1/2026/01/30/10/siem-access-analyzer-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { json: ['resourceType', 'resource', 'analyzedAt', 'status'] },
  index: 'log-aws-access-analyzer',
  format: { kind: 'json', records: 'findings' },
  fields: {
    createdAt: 'date',
    analyzedAt: 'date',
    updatedAt: 'date',
    action: 'keyword',
    condition: 'flat_object',
    principal: 'flat_object',
    findingDetails: 'flat_object',
    isPublic: 'boolean',
    isDeleted: 'boolean',
    numberOfUnusedActions: 'long',
    numberOfUnusedServices: 'long',
  },
  textFields: ['error'],
  timestamp: [
    { from: 'updatedAt', format: 'iso8601' },
    { from: 'analyzedAt', format: 'iso8601' },
    { from: 'createdAt', format: 'iso8601' },
    { from: '@envelope', format: 'iso8601' },
  ],
  derive: deriveFinding,
  ecs: {
    // What is resolved or archived needs nobody's attention.
    'event.kind': { from: 'status', map: { ACTIVE: 'alert' }, default: 'state' },
    'event.category': { value: ['iam', 'configuration'] },
    'event.type': { value: ['info'] },
    'event.action': '$action',
    'event.id': ['id', 'findingId'],
    'event.severity': '$severity',
    'event.start': 'createdAt',
    'rule.id': '$type',
    'rule.name': '$title',
    'rule.category': { value: 'access-analyzer' },
    'cloud.account.id': ['accountId', 'resourceOwnerAccount', '@account'],
    'cloud.region': ['region', '@region'],
    'error.message': 'error',
    'user.name': '$user',
    'related.user': { all: ['$user', '$names'] },
    resource_name: '$resourceName',
    principals: '$principals',
    severitylabel: '$severityLabel',
  },
});

const titles: Readonly<Record<string, string>> = {
  ExternalAccess: 'Resource can be accessed from outside',
  InternalAccess: 'Resource can be accessed from inside',
  UnusedIAMRole: 'Role is not used',
  UnusedIAMUserAccessKey: 'Access key is not used',
  UnusedIAMUserPassword: 'Password is not used',
  UnusedPermission: 'Permissions are not used',
};

function deriveFinding(record: RawRecord, { meta }: DeriveContext): Derived {
  const type =
    textOf(record['findingType']) ?? (/unused/i.test(meta.detailType ?? '') ? 'UnusedAccess' : 'ExternalAccess');
  liftDetails(record);
  const arn = splitArn(record['resource']);
  const allowed = principals(record['principal']);
  const severity = type.startsWith('Unused') ? 1 : record['isPublic'] === true ? 3 : 2;
  return {
    type,
    title: own(titles, type) ?? type,
    action: meta.detailType?.toLowerCase().replaceAll(' ', '-'),
    severity,
    severityLabel: ['low', 'medium', 'high'][severity - 1],
    resourceName: arn.resource === undefined ? undefined : lastPart(lastPart(arn.resource, '/'), ':'),
    user: arn.service === 'iam' && arn.resource?.startsWith('user/') ? lastPart(arn.resource, '/') : undefined,
    principals: allowed,
    names: allowed?.filter((name) => name !== '*'),
  };
}

/** What the API's GetFindingV2 says under `findingDetails` stands beside the rest in events. */
function liftDetails(record: RawRecord): void {
  const first = objectOf(listOf(record['findingDetails'])[0]);
  const details = objectOf(first['externalAccessDetails'] ?? first['internalAccessDetails']);
  for (const [name, value] of Object.entries(details)) record[name] ??= value;
}

/** `{"AWS": "*"}`, `{"Federated": [...]}`: who has access. */
function principals(principal: unknown): string[] | undefined {
  const names = Object.values(objectOf(principal)).flatMap((value) => listOf(value));
  const texts = names.filter((name) => typeof name === 'string');
  return texts.length === 0 ? undefined : texts;
}
