import { gzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestScope, type TestStack, testStack } from '@siem/test-support';
import { pino } from 'pino';
import { readWorkerConfig } from '../src/config.ts';
import { type RunningWorker, startWorker } from '../src/start-worker.ts';

const vpcKey = (name: string) => `AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/${name}`;
const header =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n';
const line = (i: number) =>
  `2 111122223333 eni-0a1b2c3d4e5f60718 10.0.1.25 203.0.113.77 ${1024 + (i % 60_000)} 443 6 12 4821 1769767500 ${1769767560 + i} ACCEPT OK\n`;

let stack: TestStack;
let scope: TestScope;
let worker: RunningWorker;
let suffix: string;

beforeAll(() => {
  stack = testStack();
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  process.env['AWS_REGION'] = 'us-east-1';
  process.env['AWS_ENDPOINT_URL'] = stack.endpoints.awsEndpointUrl;
});
afterAll(() => stack.close());

async function put(key: string, body: Uint8Array | string): Promise<void> {
  const Body = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length);
  await stack.s3.send(new PutObjectCommand({ Bucket: scope.logBucket, Key: key, Body, ContentLength: Body.length }));
}

/** Resolves when no message is visible or hidden any more. */
async function queueEmpty(): Promise<void> {
  for (;;) {
    const { Attributes } = await stack.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: scope.queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    if (Object.values(Attributes!).every((count) => count === '0')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function indexed(logType: string): Promise<number> {
  const index = `log-*-${suffix}-*`;
  await stack.opensearch.indices.refresh({ index, allow_no_indices: true });
  const { body } = await stack.opensearch.count({
    index,
    allow_no_indices: true,
    body: { query: { match: { '@log_type': logType } } },
  });
  return body.count;
}

async function deadLetters(): Promise<Record<string, unknown>[]> {
  const { Contents = [] } = await stack.s3.send(
    new ListObjectsV2Command({ Bucket: scope.deadLetterBucket, Prefix: 'dead-letters/' }),
  );
  const { gunzipSync } = await import('node:zlib');
  const letters: Record<string, unknown>[] = [];
  for (const { Key } of Contents) {
    const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket: scope.deadLetterBucket, Key: Key! }));
    const lines = gunzipSync(await Body!.transformToByteArray())
      .toString()
      .trim()
      .split('\n');
    letters.push(...lines.map((text) => JSON.parse(text) as Record<string, unknown>));
  }
  return letters;
}

async function metric(name: string): Promise<string> {
  const text = await (await fetch(`http://127.0.0.1:${worker.httpPort}/metrics`)).text();
  return text
    .split('\n')
    .filter((row) => row.startsWith(name))
    .join('\n');
}

describe('the worker', () => {
  beforeEach(async () => {
    scope = await stack.createScope();
    suffix = scope.indexPrefix.replaceAll('-', '');
    const config = readWorkerConfig({
      ...scope.environment,
      OPENSEARCH_URL: stack.endpoints.opensearchUrl,
      SIEM_INDEX_SUFFIX: suffix,
      SIEM_HTTP_HOST: '127.0.0.1',
      SIEM_HTTP_PORT: '0',
      SIEM_THREADS: '1',
      SIEM_LOG_LEVEL: 'silent',
      SIEM_MAX_RECORD_BYTES: '1048576',
      SIEM_MAX_UNCOMPRESSED_BYTES: '104857600',
      SIEM_VISIBILITY_TIMEOUT_SECONDS: '10',
    });
    worker = await startWorker(config, pino({ level: 'silent' }));
  });

  afterEach(async () => {
    await worker.stop();
    await stack.opensearch.indices.delete({ index: `log-*-${suffix}-*`, allow_no_indices: true });
    await scope.cleanUp();
  });

  it('takes objects from S3 notifications to documents, each once, however often they are delivered', async () => {
    const body = gzipSync(header + Array.from({ length: 5000 }, (_, i) => line(i)).join(''));
    await put(vpcKey('a.log.gz'), body);
    await put(vpcKey('ü +1.log.gz'), body);
    await put(
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/30/c.json.gz',
      gzipSync(
        '{"Records":[{"eventVersion":"1.11","eventID":"e1","eventTime":"2026-01-30T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject"}]}',
      ),
    );
    await queueEmpty();
    expect(await indexed('vpcflowlogs')).toBe(5000);
    expect(await indexed('cloudtrail')).toBe(1);
    await put(vpcKey('a.log.gz'), body);
    await queueEmpty();
    expect(await indexed('vpcflowlogs')).toBe(5000);
    expect(await metric('siem_ledger_imbalance_total{')).toBe('');
  });

  it('gives every kind of bad object a defined end', async () => {
    // Prepare
    const good = header + line(1);
    const objects: Record<string, Uint8Array | string> = {
      [vpcKey('empty.log.gz')]: '',
      [vpcKey('truncated.log.gz')]: gzipSync(
        header + Array.from({ length: 2000 }, (_, i) => line(i)).join(''),
      ).subarray(0, -30),
      [vpcKey('rubbish.log.gz')]: Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256)),
      [vpcKey('long-line.log.gz')]: gzipSync(`${good}${'x'.repeat(20_000_000)}\n${line(2)}`),
      [vpcKey('bomb.log.gz')]: gzipSync(Buffer.alloc(200_000_000)),
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/30/deep.json': `{"Records":[{"eventID":"deep","a":${'['.repeat(10_000)}${']'.repeat(10_000)}},{"eventID":"after-deep","eventTime":"2026-01-30T10:00:00Z"}]}`,
      'somewhere/else.log': 'nothing we know',
      'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/30/digest.json.gz': '{}',
    };

    // Act
    for (const [key, body] of Object.entries(objects)) await put(key, body);
    await queueEmpty();

    // Assess
    const letters = await deadLetters();
    const codesOf = (name: string) => letters.filter(({ key }) => String(key).includes(name)).map(({ code }) => code);
    expect(codesOf('truncated')).toContain('object_truncated');
    expect(codesOf('rubbish').length).toBeGreaterThan(0);
    expect(codesOf('long-line')).toEqual(['record_too_long']);
    expect(codesOf('bomb').some((code) => String(code).startsWith('object_'))).toBe(true);
    expect(codesOf('deep')).toEqual(['too_deep']);
    expect(await indexed('cloudtrail')).toBe(1);
    const outcomes = await metric('siem_objects_total');
    expect(outcomes).toContain('outcome="unknown_log_type"} 1');
    expect(outcomes).toContain('outcome="ignored_key"} 1');
    expect(await metric('siem_ledger_imbalance_total{')).toBe('');
  });

  it('forgets an object that is gone before it is read', async () => {
    const body = JSON.stringify({ s3: { bucket: { name: scope.logBucket }, object: { key: vpcKey('gone.log') } } });
    await stack.sqs.send(new SendMessageCommand({ QueueUrl: scope.queueUrl, MessageBody: body }));
    await queueEmpty();
    expect(await metric('siem_objects_total')).toContain('outcome="gone"} 1');
  });

  it('answers about its health', async () => {
    const answers = await Promise.all(
      ['healthz', 'readyz', 'nothing'].map(
        async (path) => (await fetch(`http://127.0.0.1:${worker.httpPort}/${path}`)).status,
      ),
    );
    expect(answers).toEqual([200, 200, 404]);
  });
});
