import { type RawRecord, type RecordMeta, scalarText } from '@siem/log-type';
import type { EnvelopeContent } from './envelope.ts';

/** Members that name a container; with a text under `log` they make a record of FireLens or Fluent Bit. */
const containerNames = ['container_id', 'container_name', 'ecs_cluster', 'ecs_task_arn', 'kubernetes'] as const;
/** Members that Fluent Bit adds to a line that it reads from a file. */
const fluentBitNames = new Set(['log', 'date', 'time', '@timestamp', 'tag', 'logtag', 'file_path', 'ec2_instance_id']);
const ecsNames = ['container_id', 'container_name', 'ecs_cluster', 'ecs_task_arn', 'ecs_task_definition'] as const;

/**
 * Output of a container as FireLens (Fluent Bit, Fluentd) sends it: one line of text under `log`, beside what is known
 * about the container.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html
 * @returns undefined when the value is no such record
 */
export function openContainerLog(value: RawRecord): EnvelopeContent[] | undefined {
  const source = value['source'] ?? value['stream'];
  const isStream = source === 'stdout' || source === 'stderr';
  const isContainer = isStream || containerNames.some((name) => value[name] !== undefined);
  if (!isContainer && !isLineOfFile(value)) return undefined;
  const text = (name: string) => (typeof value[name] === 'string' && value[name] !== '' ? value[name] : undefined);
  const meta: RecordMeta = { fields: containerFields(value, source) };
  if (isContainer) meta.envelopeId = text('container_name') ?? text('container_id') ?? '';
  const [, , , region, account] = text('ecs_task_arn')?.split(':') ?? [];
  if (region !== undefined && region !== '') meta.region = region;
  if (account !== undefined && account !== '') meta.accountId = account;
  const time = value['time'] ?? value['date'] ?? value['@timestamp'];
  if (typeof time === 'string' || typeof time === 'number') meta.envelopeTime = time;
  return [{ content: value['log'], meta, isStderr: source === 'stderr' }];
}

/** A text under `log` and a time, as Fluent Bit's output to S3 writes what it tails. */
function isLineOfFile(value: RawRecord): boolean {
  const names = Object.keys(value);
  return names.length > 1 && names.every((name) => fluentBitNames.has(name));
}

function containerFields(value: RawRecord, source: unknown): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of ecsNames) if (typeof value[name] === 'string') fields[name] = value[name];
  if (typeof source === 'string') fields['container_source'] = source;
  const container: Record<string, unknown> = { id: fields['container_id'], name: fields['container_name'] };
  const instanceId = value['ec2_instance_id'];
  if (typeof instanceId === 'string' && instanceId !== '') {
    fields['ec2_instance_id'] = instanceId;
    fields['cloud'] = { instance: { id: instanceId } };
  }
  const pod = value['kubernetes'];
  if (typeof pod === 'object' && pod !== null) Object.assign(fields, kubernetesFields(pod, container));
  if (container['id'] !== undefined || container['name'] !== undefined) fields['container'] = container;
  return fields;
}

/** What Fluent Bit's Kubernetes filter adds; sets what it knows of the container. */
function kubernetesFields(pod: object, container: Record<string, unknown>): Record<string, unknown> {
  const { labels, annotations: _, ...known } = pod as Record<string, unknown>;
  container['id'] ??= known['docker_id'];
  container['name'] ??= known['container_name'];
  if (known['container_image'] !== undefined) container['image'] = { name: known['container_image'] };
  const resource: Record<string, unknown> = { type: 'pod', name: known['pod_name'], id: known['pod_id'] };
  // Label names are chosen by users: as fields they would fill the index's mapping.
  if (typeof labels === 'object' && labels !== null) {
    resource['label'] = Object.entries(labels).map(([name, text]) => `${name}:${scalarText(text)}`);
  }
  return {
    kubernetes: known,
    orchestrator: { type: 'kubernetes', namespace: known['namespace_name'], resource },
    ...(known['host'] === undefined ? {} : { host: { name: known['host'] } }),
  };
}
