import {
  type DeriveContext,
  type Derived,
  md5,
  parseEpoch,
  type RawRecord,
  scalarText,
  timestampParser,
} from '@siem/log-type';
import { listOf, objectOf, textOf } from '../shared/json-values.ts';

const parseLongTime = timestampParser('%b %d, %Y, %I:%M:%S %p');
const parseDateText = timestampParser('%a %b %d %H:%M:%S.%f UTC %Y');
const parseIso8601 = timestampParser('iso8601');

/** Ids as existing indexes have them, the rule that was broken, and what to do about it. */
export function deriveInspector(record: RawRecord, { meta }: DeriveContext): Derived {
  const arn = textOf(record['findingArn']);
  return {
    // Scans that are done and changes of coverage come through the same rule of EventBridge.
    kind: arn === undefined ? 'event' : 'alert',
    action: arn === undefined ? meta.detailType?.toLowerCase().replaceAll(' ', '-') : undefined,
    id: arn === undefined ? undefined : md5(arn),
    idSuffix: updatedSeconds(record['updatedAt'] ?? record['lastObservedAt']),
    host: host(objectOf(listOf(record['resources'])[0])) ?? textOf(record['instance-id']),
    ruleId: ruleId(record),
    description: description(record),
  };
}

/** One finding is many documents, one for each state it had. */
function updatedSeconds(updatedAt: unknown): number | undefined {
  const time =
    parseLongTime(updatedAt, 0) ?? parseDateText(updatedAt, 0) ?? parseIso8601(updatedAt, 0) ?? parseEpoch(updatedAt);
  return time === undefined ? undefined : Math.floor(Date.parse(time) / 1000);
}

/** Container images run on any host. */
function host(resource: RawRecord): string | undefined {
  const isImage =
    resource['type'] === 'AWS_ECR_CONTAINER_IMAGE' || objectOf(resource['details'])['image'] !== undefined;
  return isImage ? undefined : textOf(resource['id']);
}

function ruleId(record: RawRecord): string | undefined {
  const type = textOf(record['type']) ?? '';
  if (type.includes('PACKAGE_VULNERABILITY')) {
    const id = textOf(record['packageVulnerabilityDetails']?.vulnerabilityId);
    return id === undefined ? undefined : `PACKAGE_VULNERABILITY_${scalarText(id)}`;
  }
  if (type.includes('NETWORK_REACHABILITY')) {
    const { protocol, openPortRange } = objectOf(record['networkReachabilityDetails']);
    const { begin, end } = objectOf(openPortRange);
    return protocol === undefined
      ? undefined
      : `NETWORK_REACHABILITY_${[protocol, begin, end].map(scalarText).join('_')}`;
  }
  const detector = textOf(record['codeVulnerabilityDetails']?.detectorId);
  return detector === undefined ? undefined : `CODE_VULNERABILITY_${detector}`;
}

function description(record: RawRecord): string | undefined {
  const text = textOf(record['description']);
  const remediation = textOf(record['remediation']?.recommendation?.text);
  return text === undefined || remediation === undefined ? text : `${text}\n\nRemediation: ${remediation}`;
}
