import { type DeriveContext, type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import {
  applicationEcs,
  applicationFacts,
  applicationTimestamp,
  isErrorLevel,
  isTextRecord,
  messageFacts,
} from '../shared/application-log.ts';
import { textLine } from '../shared/text-line.ts';

/**
 * What applications in containers write, JSON, logfmt or text: on Amazon ECS through the awslogs driver or FireLens, on EKS
 * through Fluent Bit. Logs of known programs in containers are their own log types.
 */
export default defineLogType({
  name: 'container',
  title: 'Application logs of containers (Amazon ECS awslogs and FireLens, Container Insights)',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html',
  keys: [
    /firelens[^/]*[/_-](?:[^/]{1,100}[/_-])?(?:apps?|applications?|json|containers?)(?:[/_-]|$)/i,
    /(?:^|\/)(?:ECS|Containers?)\//i,
    /container-?insights/i,
  ],
  exampleKey:
    'AWSLogs/111122223333/ECS/eu-west-1/shop/2026/01/30/10/siem-container-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  // Programs in containers may have log types of their own; apache-ecs takes what is left under `firelens`.
  priority: 170,
  // Any log type that knows the text itself is the better one.
  content: {
    json: [
      ['container_id', 'kubernetes.pod_name'],
      ['container_name', 'kubernetes.container_name'],
    ],
    score: 0.1,
  },
  index: 'log-aws-container',
  format: { kind: 'text', patterns: [/^(?<text>[\s\S]+)$/], alsoJson: true },
  prefix: 'application',
  fields: { application: 'flat_object' },
  omit: ['text'],
  containerStderr: 'keep',
  timestamp: applicationTimestamp,
  derive: deriveContainer,
  ecs: {
    ...applicationEcs,
    'event.kind': { value: 'event' },
    application: '$fields',
    'cloud.account.id': '$account',
    'cloud.region': '$region',
    'container.id': 'container_id',
    'container.name': ['container_name', '$container'],
    'http.request.id': '$app.requestId',
    'trace.id': '$app.trace',
    container_id: 'container_id',
    container_name: 'container_name',
    container_source: '$stream',
    ecs_cluster: 'ecs_cluster',
    ecs_task_arn: 'ecs_task_arn',
    ecs_task_definition: 'ecs_task_definition',
    ecs_task_id: '$task',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});

/** `prefix/container/0123456789abcdef0123456789abcdef`: streams of the awslogs driver. */
const awslogsStream = /^[^/]{1,128}\/([^/]{1,255})\/([\da-f]{32})$/;

function deriveContainer(record: RawRecord, { meta, raw, writtenMs }: DeriveContext): Derived {
  const [, container, task] = awslogsStream.exec(meta.logStream ?? '') ?? [];
  if (isTextRecord(record, raw)) {
    const text: string = record['text'];
    const { facts, fields } = messageFacts(text) ?? {};
    return { app: facts ?? plainFacts(text, writtenMs), fields, container, task };
  }
  // Fluent Bit that parses the application's JSON puts its own members beside the application's.
  const arn: unknown = record['ecs_task_arn'];
  const [, , , region, account, resource] = typeof arn === 'string' ? arn.split(':') : [];
  const source: unknown = record['source'];
  return {
    app: applicationFacts(record),
    container,
    task: task ?? resource?.slice(resource.lastIndexOf('/') + 1),
    stream: source === 'stdout' || source === 'stderr' ? source : undefined,
    region: region === '' ? undefined : region,
    account: account === '' ? undefined : account,
  };
}

function plainFacts(text: string, writtenMs: number): Derived {
  const line = textLine(text, writtenMs);
  return { type: [isErrorLevel(line.level) ? 'error' : 'info'], message: text, ...line };
}
