import { randomBytes } from 'node:crypto';
import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DeleteQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { Client } from '@opensearch-project/opensearch';
import {
  createResources,
  localAwsClients,
  type ResourceSettings,
  type StackEndpoints,
  type StackResources,
  stackEnvironment,
} from '@siem/local-stack';
import { readSharedStack } from './shared-stack.ts';

/** Clients of a running stack. Close it after the tests of a file, or Jest waits for its sockets. */
export interface TestStack {
  readonly backend: 'docker' | 'embedded';
  readonly endpoints: StackEndpoints;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly opensearch: Client;
  /** Buckets, queue and an index prefix that no other test has. */
  createScope(settings?: ResourceSettings): Promise<TestScope>;
  close(): Promise<void>;
}

/** The world of one test. `await using scope = ...` cleans up by itself. */
export interface TestScope extends StackResources, AsyncDisposable {
  /** Lower case, ends with `-`; indexes that begin with it go with the scope. */
  readonly indexPrefix: string;
  /** What a worker of this test needs in its environment. */
  readonly environment: Record<string, string>;
  cleanUp(): Promise<void>;
}

/** The stack of this test run; see jest-global-setup.ts. */
export function testStack(): TestStack {
  const { backend, ...endpoints } = readSharedStack();
  return connectTestStack({ backend, endpoints });
}

/** The same helpers for a private stack, or for endpoints behind a fault proxy. */
export function connectTestStack({ backend, endpoints }: Pick<TestStack, 'backend' | 'endpoints'>): TestStack {
  const { s3, sqs } = localAwsClients(endpoints.awsEndpointUrl);
  const opensearch = new Client({ node: endpoints.opensearchUrl });
  const stack: TestStack = {
    backend,
    endpoints,
    s3,
    sqs,
    opensearch,
    createScope: (settings) => createScope(stack, settings),
    close: async () => {
      s3.destroy();
      sqs.destroy();
      await opensearch.close();
    },
  };
  return stack;
}

async function createScope(stack: TestStack, settings?: ResourceSettings): Promise<TestScope> {
  const name = `test-${randomBytes(5).toString('hex')}`;
  const names = {
    logBucket: `${name}-log`,
    deadLetterBucket: `${name}-dead-letter`,
    queue: name,
    deadLetterQueue: `${name}-dlq`,
  };
  const resources = await createResources(stack, names, settings);
  const indexPrefix = `${name}-`;
  let cleaning: Promise<void> | undefined;
  const cleanUp = () => {
    cleaning ??= removeScope(stack, resources, indexPrefix);
    return cleaning;
  };
  return {
    ...resources,
    indexPrefix,
    environment: stackEnvironment(stack.endpoints, resources),
    cleanUp,
    [Symbol.asyncDispose]: cleanUp,
  };
}

async function removeScope(
  { s3, sqs, opensearch }: TestStack,
  resources: StackResources,
  indexPrefix: string,
): Promise<void> {
  await Promise.all([
    emptyAndDeleteBucket(s3, resources.logBucket),
    emptyAndDeleteBucket(s3, resources.deadLetterBucket),
    sqs.send(new DeleteQueueCommand({ QueueUrl: resources.queueUrl })),
    sqs.send(new DeleteQueueCommand({ QueueUrl: resources.deadLetterQueueUrl })),
    opensearch.indices.delete({ index: `${indexPrefix}*`, ignore_unavailable: true, allow_no_indices: true }),
  ]);
}

async function emptyAndDeleteBucket(s3: S3Client, bucket: string): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    const objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (objects.length === 0) break;
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }));
  }
  await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
}
