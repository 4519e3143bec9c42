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
export function deriveInspector(record: RawRecord, context: DeriveContext): Derived {
  const { meta } = context;
  const arn = textOf(record['findingArn']);
  const resource = objectOf(listOf(record['resources'])[0]);
  const updated = timeOf(record['updatedAt']);
  const observed = record['updatedAt'] === undefined ? timeOf(record['lastObservedAt']) : undefined;
  return {
    timestamp: updated,
    // Scans that are done and changes of coverage come through the same rule of EventBridge.
    kind: arn === undefined ? 'event' : 'alert',
    action: arn === undefined ? meta.detailType?.toLowerCase().replaceAll(' ', '-') : undefined,
    id: arn === undefined ? undefined : md5(arn),
    // One finding is many documents, one for each state it had.
    idSuffix: secondsOf(updated ?? observed),
    cloud: otherCloud(resource['provider'] === undefined ? record : resource) ?? {
      provider: 'aws',
      account: meta.accountId ?? context.accountId ?? record['awsAccountId'],
      region: meta.region ?? context.region ?? resource['region'],
    },
    function: functionOf(resource),
    host: host(resource) ?? textOf(record['instance-id']),
    ruleId: ruleId(record),
    description: description(record),
  };
}

/** In events of newer services with a narrow no-break space before AM and PM. */
function timeOf(value: unknown): string | undefined {
  return parseLongTime(value, 0) ?? parseDateText(value, 0) ?? parseIso8601(value, 0) ?? parseEpoch(value);
}

function secondsOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(Date.parse(time) / 1000);
}

/** The cloud that the resource is in where it is not AWS; findings from before there were others name none. */
function otherCloud({ provider, providerAccountId, region }: RawRecord): Derived | undefined {
  const name = textOf(provider)?.toLowerCase();
  return name === undefined || name === 'aws' ? undefined : { provider: name, account: providerAccountId, region };
}

function functionOf(resource: RawRecord): Derived | undefined {
  const { awsLambdaFunction, serverlessFunction } = objectOf(resource['details']);
  const { functionName, serverlessFunctionName, version } = objectOf(awsLambdaFunction ?? serverlessFunction);
  const name = textOf(functionName) ?? textOf(serverlessFunctionName);
  return name === undefined ? undefined : { name, version, id: textOf(resource['id']) };
}

const kindsWithoutHost = ['awsEcrContainerImage', 'image', 'codeRepository', 'serverlessFunction'];

function host(resource: RawRecord): string | undefined {
  const details = objectOf(resource['details']);
  const hasNone = resource['type'] === 'AWS_ECR_CONTAINER_IMAGE' || kindsWithoutHost.some((kind) => kind in details);
  return hasNone ? undefined : textOf(resource['id']);
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
