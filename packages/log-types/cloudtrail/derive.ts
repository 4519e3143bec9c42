import type { Derived, RawRecord } from '@siem/log-type';
import { deriveAggregated } from './aggregated.ts';
import { makeFieldsOneType } from './field-types.ts';

/** What the event says about outcome, user and instance, beyond single fields. */
export function deriveCloudTrail(record: RawRecord): Derived {
  if (record['eventCategory'] === 'Aggregated') return aggregated(record);
  const hsm = hsmIds(record);
  const derived: Derived = {
    outcome: record['errorCode'] !== undefined || record['errorMessage'] !== undefined ? 'failure' : 'success',
    eventType: eventType(record),
    userName: userName(record['userIdentity']),
    instanceId: hsm.hsmId ?? instanceIdByService(record) ?? instanceIdByPath(record),
    tlsVersion: tlsVersion(record['tlsDetails']?.tlsVersion),
    clusterId: hsm.clusterId,
    hsmId: hsm.hsmId,
    target: record['eventSource'] === 'iam.amazonaws.com' ? record['requestParameters'] : undefined,
  };
  makeFieldsOneType(record);
  return derived;
}

function aggregated(record: RawRecord): Derived {
  const facts = deriveAggregated(record);
  return { ...facts, eventType: ['info'], userName: userName({ arn: facts['principal'] }) };
}

const typeOfVerb: readonly [RegExp, string][] = [
  [/^(?:Create|Run|Allocate|Import|Register|Provision)/, 'creation'],
  [/^(?:Delete|Terminate|Remove|Deregister|Release|Purge)/, 'deletion'],
];

/** ECS `event.type` of an API call, by its verb. */
function eventType(record: RawRecord): string[] {
  const name = typeof record['eventName'] === 'string' ? record['eventName'] : '';
  if (record['readOnly'] === true || record['readOnly'] === 'true') return ['info'];
  for (const [verb, type] of typeOfVerb) if (verb.test(name)) return [type];
  return [record['readOnly'] === undefined || name === 'ConsoleLogin' ? 'info' : 'change'];
}

/** `arn:aws:sts::1:assumed-role/Role/session` and `AROA…:session` become `session`. */
function userName(identity: RawRecord | undefined): string | undefined {
  if (identity === undefined || typeof identity !== 'object') return undefined;
  const name: unknown = identity['userName'] ?? identity['arn'] ?? identity['principalId'];
  if (typeof name !== 'string') return undefined;
  if (!name.includes(':')) return name;
  const last = name.slice(name.lastIndexOf(':') + 1);
  return last.slice(last.lastIndexOf('/') + 1);
}

function tlsVersion(version: unknown): string | undefined {
  return typeof version === 'string' ? version.replace(/^TLSv/i, '') : undefined;
}

const instanceId = /(?:\W|_|^)i-(?:[0-9a-z]{8}|[0-9a-z]{17})(?:\W|_|$)/;

/** Services that name the instance in a field of their own. */
function instanceIdByService(record: RawRecord): unknown {
  const parameters = record['requestParameters'];
  if (parameters === undefined || typeof parameters !== 'object') return undefined;
  if (record['eventSource'] === 'ssm.amazonaws.com') {
    if (record['eventName'] === 'StartSession' || record['eventName'] === 'GetConnectionStatus')
      return parameters['target'];
    const id: unknown = parameters['resourceId'];
    if (record['eventName'] === 'PutComplianceItems' && typeof id === 'string' && instanceId.test(id)) return id;
  }
  if (record['eventSource'] === 'sts.amazonaws.com' && record['userAgent'] === 'ec2.amazonaws.com') {
    return parameters['roleSessionName'];
  }
  return undefined;
}

function instanceIdByPath(record: RawRecord): unknown {
  const request = record['requestParameters'];
  const response = record['responseElements'];
  const candidates = [
    request?.instanceId,
    response?.instancesSet?.items?.[0]?.instanceId,
    request?.instancesSet?.items?.[0]?.instanceId,
    request?.DescribeInstanceCreditSpecificationsRequest?.InstanceId?.content,
    request?.AssociateIamInstanceProfileRequest?.InstanceId,
  ];
  return candidates.find((candidate) => typeof candidate === 'string' && candidate !== '');
}

function hsmIds(record: RawRecord): { clusterId?: unknown; hsmId?: unknown } {
  if (record['eventSource'] !== 'cloudhsm.amazonaws.com') return {};
  const response = record['responseElements'];
  return { clusterId: record['requestParameters']?.clusterId, hsmId: response?.hsmId ?? response?.hsm?.hsmId };
}
