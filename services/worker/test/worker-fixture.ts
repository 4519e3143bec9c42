import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { countDocuments, type TestScope, type TestStack } from '@siem/test-support';
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
  /** A notification by hand, of an object that need not be there. */
  notify(key: string): Promise<void>;
  /**
   * Resolves when the worker has said how the objects ended, each as often as it was put or notified. The queue alone
   * cannot tell: S3 notifies it some time after a put.
   * @param keys by default all
   */
  ended(...keys: string[]): Promise<void>;
  /** Resolves when every object has ended and its message is deleted. */
  settled(): Promise<void>;
  /** Messages, visible or hidden. */
  messages(queueUrl?: string): Promise<number>;
  count(query: Record<string, unknown>): Promise<number>;
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
  const expected: string[] = [];
  const messages = (queueUrl = scope.queueUrl) => messagesIn(stack, queueUrl);
  const ended = (...keys: string[]) =>
    until(() => {
      const open = [...(keys.length > 0 ? keys : expected)];
      for (const { event, key } of logged)
        if (ends.has(event as string) && open.includes(key as string)) open.splice(open.indexOf(key as string), 1);
      return open.length === 0;
    });
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
      expected.push(key);
    },
    async notify(key) {
      const MessageBody = JSON.stringify({ s3: { bucket: { name: scope.logBucket }, object: { key } } });
      await stack.sqs.send(new SendMessageCommand({ QueueUrl: scope.queueUrl, MessageBody }));
      expected.push(key);
    },
    ended,
    async settled() {
      await ended();
      await until(async () => (await messages()) === 0);
    },
    messages,
    count: (query) => countDocuments(stack.opensearch, indexes, query),
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

/** How the worker says that an object is final; its message is deleted then. */
const ends = new Set(['object_loaded', 'object_ignored', 'object_excluded']);

async function messagesIn(stack: TestStack, queueUrl: string): Promise<number> {
  const { Attributes } = await stack.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Object.values(Attributes!).reduce((sum, count) => sum + Number(count), 0);
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
