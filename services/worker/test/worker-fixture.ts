import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { TestScope, TestStack } from '@siem/test-support';
import { pino } from 'pino';
import { readWorkerConfig } from '../src/config.ts';
import { type Embedding, type RunningWorker, startWorker } from '../src/start-worker.ts';

/** A worker on buckets, a queue and indexes of its own. */
export interface WorkerFixture {
  stack: TestStack;
  scope: TestScope;
  worker: RunningWorker;
  /** Of the indexes: `log-<type>-<suffix>-*`. */
  suffix: string;
  put(key: string, body: Uint8Array | string): Promise<void>;
  /** Resolves when no message is visible or hidden any more. */
  queueEmpty(queueUrl?: string): Promise<void>;
  count(query: Record<string, unknown>, index?: string): Promise<number>;
  deadLetters(): Promise<Record<string, unknown>[]>;
  /** What the worker logged, as JSON. */
  logged: Record<string, unknown>[];
  /** Lines of /metrics that begin so. */
  metric(name: string): Promise<string>;
  stop(): Promise<void>;
}

export interface FixtureOptions extends Embedding {
  environment?: Record<string, string>;
  maxReceiveCount?: number;
}

/** What the SDK's clients of a worker in this process read. */
export function useStackCredentials(stack: TestStack): void {
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  process.env['AWS_REGION'] = 'us-east-1';
  process.env['AWS_ENDPOINT_URL'] = stack.endpoints.awsEndpointUrl;
}

export async function startFixture(
  stack: TestStack,
  { environment = {}, maxReceiveCount, ...embedding }: FixtureOptions = {},
): Promise<WorkerFixture> {
  const scope = await stack.createScope(maxReceiveCount === undefined ? {} : { maxReceiveCount });
  const suffix = scope.indexPrefix.replaceAll('-', '');
  const config = readWorkerConfig({
    ...scope.environment,
    OPENSEARCH_URL: stack.endpoints.opensearchUrl,
    SIEM_INDEX_SUFFIX: suffix,
    SIEM_HTTP_HOST: '127.0.0.1',
    SIEM_HTTP_PORT: '0',
    SIEM_THREADS: '1',
    SIEM_VISIBILITY_TIMEOUT_SECONDS: '10',
    ...environment,
  });
  const logged: Record<string, unknown>[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const worker = await startWorker(config, logger, embedding);
  const indexes = `log-*-${suffix}-*`;
  return {
    stack,
    scope,
    worker,
    suffix,
    logged,
    async put(key, body) {
      const Body = Buffer.from(body);
      await stack.s3.send(
        new PutObjectCommand({ Bucket: scope.logBucket, Key: key, Body, ContentLength: Body.length }),
      );
    },
    queueEmpty: (queueUrl = scope.queueUrl) => queueEmpty(stack, queueUrl),
    async count(query, index = indexes) {
      try {
        await stack.opensearch.indices.refresh({ index, allow_no_indices: true });
        const { body } = await stack.opensearch.count({
          index,
          allow_no_indices: true,
          body: { query: query as never },
        });
        return body.count;
      } catch (error) {
        // An index that is just being made has no shard to ask yet.
        if ((error as { statusCode?: number }).statusCode === 503) return 0;
        throw error;
      }
    },
    deadLetters: () => readDeadLetters(stack, scope.deadLetterBucket),
    async metric(name) {
      const text = await (await fetch(`http://127.0.0.1:${worker.httpPort}/metrics`)).text();
      return text
        .split('\n')
        .filter((row) => row.startsWith(name))
        .join('\n');
    },
    async stop() {
      await worker.stop();
      await stack.opensearch.indices.delete({ index: indexes, allow_no_indices: true });
      await scope.cleanUp();
    },
  };
}

/** Resolves when it is true; asks again and again. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}

function queueEmpty(stack: TestStack, queueUrl: string): Promise<void> {
  return until(async () => {
    const { Attributes } = await stack.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return Object.values(Attributes!).every((count) => count === '0');
  });
}

async function readDeadLetters(stack: TestStack, bucket: string): Promise<Record<string, unknown>[]> {
  const { Contents = [] } = await stack.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'dead-letters/' }));
  const letters: Record<string, unknown>[] = [];
  for (const { Key } of Contents) {
    const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket: bucket, Key: Key! }));
    const text = gunzipSync(await Body!.transformToByteArray()).toString();
    for (const line of text.trim().split('\n')) letters.push(JSON.parse(line) as Record<string, unknown>);
  }
  return letters;
}
