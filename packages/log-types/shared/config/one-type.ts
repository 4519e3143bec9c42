import { type RawRecord, scalarText } from '@siem/log-type';
import { isObject, listOf, objectOf, own, parsedObject } from '../json-values.ts';
import { pythonJson } from '../python-json.ts';

/**
 * Brings members that resource types write differently to the one type that existing indexes have: maps with counted
 * keys become lists, text that is an object elsewhere becomes one, and so on.
 * @param raw the record's text, in which nothing has been left out
 */
export function makeConfigurationOneType(record: RawRecord, raw: string): void {
  // The API answers with the text of it.
  if (typeof record['configuration'] === 'string')
    record['configuration'] = parsedObject(record['configuration']) ?? { text: record['configuration'] };
  const configuration = record['configuration'];
  countedMaps(record);
  renameMember(record['tags'], 'AmazonFSx.FileSystemId', 'AmazonFSx_FileSystemId');
  if (!isObject(configuration)) return;
  moveOut(configuration, 'owner', 'id', 'owner_id');
  moveOut(configuration, 'state', 'code', 'state_code');
  moveOut(configuration, 'state', 'name', 'state_name');
  if (typeof configuration['stateReason'] === 'string') {
    configuration['stateReason'] = { message: configuration['stateReason'], code: configuration['stateReasonCode'] };
    configuration['stateReasonCode'] = undefined;
  }
  wrapTexts(configuration, 'securityGroups', 'groupId');
  wrapTexts(configuration, 'availabilityZones', 'zoneName');
  wrapTexts(configuration, 'subnets', 'subnetIdentifier');
  wrapText(configuration, 'endpoint', 'address');
  wrapText(configuration, 'iamInstanceProfile', 'arn');
  statementsToText(configuration, raw);
  if (isObject(configuration['status']) && configuration['status']['message'] !== undefined) {
    const { message, code } = configuration['status'];
    configuration['status_message'] = message;
    configuration['status'] = code;
  }
}

/** Members that are maps from a name or number to an item. */
const mapsByType: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'AWS::S3::Bucket': [
    ['supplementaryConfiguration', 'BucketNotificationConfiguration', 'configurations'],
    ['supplementaryConfiguration', 'BucketReplicationConfiguration', 'rules'],
  ],
  'AWS::SSM::ManagedInstanceInventory': [
    ['configuration', 'AWS:Application', 'Content'],
    ['configuration', 'AWS:AWSComponent', 'Content'],
    ['configuration', 'AWS:InstanceInformation', 'Content'],
    ['configuration', 'AWS:Network', 'Content'],
    ['configuration', 'AWS:WindowsUpdate', 'Content'],
  ],
  'AWS::SSM::PatchCompliance': complianceItems(),
  'AWS::SSM::AssociationCompliance': complianceItems(),
};

function complianceItems(): string[][] {
  return ['Association', 'Patch'].map((name) => ['configuration', 'AWS:ComplianceItem', 'Content', name]);
}

function countedMaps(record: RawRecord): void {
  for (const [first, second, ...rest] of own(mapsByType, scalarText(record['resourceType'])) ?? []) {
    const name = rest.pop()!;
    let owner: unknown = record[first!]?.[second!];
    for (const step of rest) owner = objectOf(owner)[step];
    if (isObject(owner) && isObject(owner[name])) owner[name] = Object.values(owner[name]);
  }
}

function renameMember(owner: unknown, from: string, to: string): void {
  if (!isObject(owner) || owner[from] === undefined) return;
  owner[to] = owner[from];
  owner[from] = undefined;
}

/** `{ state: { code } }` -> `{ state_code }` */
function moveOut(owner: RawRecord, group: string, name: string, to: string): void {
  const members: unknown = owner[group];
  if (!isObject(members) || members[name] === undefined) return;
  owner[to] = members[name];
  members[name] = undefined;
  if (Object.values(members).every((member) => member === undefined)) owner[group] = undefined;
}

function wrapText(owner: RawRecord, field: string, name: string): void {
  if (typeof owner[field] === 'string') owner[field] = { [name]: owner[field] };
}

function wrapTexts(owner: RawRecord, field: string, name: string): void {
  const list: unknown = owner[field];
  if (Array.isArray(list) && typeof list[0] === 'string')
    owner[field] = list.map((item: unknown) => ({ [name]: item }));
}

/** Statements of WAF rules nest without limit. Empty members mean something in them, so they are read again. */
function statementsToText(configuration: RawRecord, raw: string): void {
  const rules = configuration['rules'];
  if (!Array.isArray(rules) || !isObject(objectOf(rules[0])['statement'])) return;
  const whole = objectOf(JSON.parse(raw));
  const original = listOf(objectOf(objectOf(whole)['configuration'])['rules']);
  rules.forEach((rule: unknown, i) => {
    if (isObject(rule) && rule['statement'] !== undefined) {
      rule['statement'] = pythonJson(objectOf(original[i])['statement'] ?? rule['statement']);
    }
  });
}
