import { type Derived, isIpAddress, type RawRecord } from '@siem/log-type';
import { listOf, objectOf, textOf } from '../shared/json-values.ts';

/** Which resource a check is about, and whether it is an alert. */
export function deriveTrustedAdvisor(record: RawRecord): Derived {
  const flagged = objectOf(record['result']?.flaggedResource);
  const detail = objectOf(record['check-item-detail']);
  const status = (
    textOf(flagged['status']) ??
    textOf(record['result']?.status) ??
    textOf(record['status'])
  )?.toLowerCase();
  const resource =
    flagged['metadata'] === undefined
      ? fromItem(detail, textOf(record['resource_id']))
      : fromMetadata(listOf(record['check']?.metadata), listOf(flagged['metadata']));
  return {
    kind: status === 'warning' || status === 'warn' || status === 'error' ? 'alert' : 'event',
    outcome: status === 'ok' ? 'success' : status === 'error' ? 'failure' : undefined,
    category: category(resource.service),
    service: resource.service,
    instanceId: resource.instanceId,
    region: textOf(flagged['region']) ?? regionName(detail) ?? resource.region,
    ips: [...listOf(flagged['metadata']), ...Object.values(detail)].filter(
      (value) => typeof value === 'string' && isIpAddress(value),
    ),
  };
}

interface Resource {
  service?: string | undefined;
  instanceId?: string | undefined;
  region?: string | undefined;
}

/** Values of the columns that the check names. */
function fromMetadata(names: readonly unknown[], values: readonly unknown[]): Resource {
  const column = (name: string) => {
    const at = names.indexOf(name);
    return at < 0 ? undefined : textOf(values[at]);
  };
  const resource = fromArn(column('Workload ARN') ?? column('Resource'));
  return { ...resource, service: resource.service ?? column('Service')?.toLowerCase() };
}

/** Of EventBridge: columns by name, beside the ARN where there is one. */
function fromItem(detail: RawRecord, arn: string | undefined): Resource {
  const resource = fromArn(arn);
  return {
    ...resource,
    service: resource.service ?? textOf(detail['Service'])?.toLowerCase(),
    instanceId: resource.instanceId ?? textOf(detail['Instance ID']),
  };
}

/** `arn:partition:service:region:account:type/id` */
function fromArn(arn: string | undefined): Resource {
  const [prefix, , service, region, , rest] = arn?.split(':') ?? [];
  if (prefix !== 'arn' || service === undefined) return {};
  const resource: Resource = { service: service.toLowerCase(), region: region === '' ? undefined : region };
  const [type, id] = rest?.split('/') ?? [];
  if (resource.service !== 'ec2' || id === undefined) return resource;
  return type === 'instance' ? { ...resource, instanceId: id } : { ...resource, service: type };
}

/** EventBridge writes `Region` or `Region/AZ` with zones such as `eu-west-1a`. */
function regionName(detail: RawRecord): string | undefined {
  const text = textOf(detail['Region']) ?? textOf(detail['Region/AZ']);
  return text === undefined ? undefined : /^[a-z]{2}(?:-[a-z]+)+-\d/.exec(text)?.[0];
}

const categoryOfService = new Map([
  ...['rds', 'dynamodb', 's3', 'ebs', 'redshift', 'elasticache'].map((name) => [name, 'database'] as const),
  ...['iam', 'cloudtrail'].map((name) => [name, 'iam'] as const),
  ...['vpc', 'route53', 'elasticloadbalancing', 'network-acl', 'subnet', 'security-group'].map(
    (name) => [name, 'network'] as const,
  ),
]);

function category(service: string | undefined): string[] {
  return [categoryOfService.get(service ?? '') ?? 'configuration'];
}
