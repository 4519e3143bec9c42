import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PurgeQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readNotification } from '@siem/queue';
import { type TestScope, type TestStack, testStack } from '@siem/test-support';
import { runCli } from './run-cli.ts';

const vpc = (name: string) => `AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/${name}`;
const keyword = { type: 'keyword' as const };

let stack: TestStack;
let scope: TestScope;
let index: string;

beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
  index = `siem-ledger-${scope.indexPrefix}audit`;
  const properties = { bucket: keyword, key: keyword, etag: keyword, outcome: keyword };
  await stack.opensearch.indices.create({ index, body: { mappings: { properties } } });
  for (const key of ['loaded', 'unmapped', 'changed', 'never', 'broken', 'twice'].map(vpc)) await put(key);
  await put('who/knows.txt');
  await put('AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/30/digest.json.gz');
  await stack.sqs.send(new PurgeQueueCommand({ QueueUrl: scope.queueUrl }));
});

afterAll(async () => {
  await stack.opensearch.indices.delete({ index: `${index}*` });
  await scope.cleanUp();
  await stack.close();
});

async function put(key: string): Promise<void> {
  const { ETag } = await stack.s3.send(
    new PutObjectCommand({ Bucket: scope.logBucket, Key: key, Body: 'x', ContentLength: 1 }),
  );
  const etag = ETag!.replaceAll('"', '');
  const note = (outcome: string, ofEtag: string | undefined = etag, balances = true, into = index) =>
    stack.opensearch.index({
      index: into,
      body: { bucket: scope.logBucket, key, etag: ofEtag, outcome, balances },
      refresh: 'true',
    });
  if (key === vpc('loaded')) await note('loaded');
  // The ledger began before the index templates were there.
  if (key === vpc('unmapped')) await note('loaded', etag, true, `${index}-unmapped`);
  if (key === vpc('changed')) await note('loaded', 'another');
  if (key === vpc('broken')) await note('unreadable');
  if (key === vpc('twice')) {
    await note('unknown_log_type', undefined);
    await note('loaded', etag, false);
  }
  if (key === 'who/knows.txt') await note('unknown_log_type', undefined);
}

const audit = (...args: string[]) =>
  runCli(['audit', '--bucket', scope.logBucket, '--until', '0m', ...args], scope.environment);

describe('siem audit', () => {
  it('names what was never loaded, or has changed since', async () => {
    const { code, stdout } = await audit('--json');
    const found = JSON.parse(stdout) as { log_types: unknown; missing: { key: string; outcome: string }[] };
    expect(code).toBe(1);
    expect(found.log_types).toEqual({
      vpcflowlogs: { loaded: 2, changed: 1, never: 1, unreadable: 1, unknown_log_type: 1 },
      unknown: { unknown_log_type: 1 },
    });
    expect(found.missing.map(({ key, outcome }) => [key, outcome]).sort()).toEqual([
      [vpc('changed'), 'changed'],
      [vpc('never'), 'never'],
      [vpc('twice'), 'unknown_log_type'],
    ]);
  });

  it('puts them into the queue', async () => {
    const { code, stdout } = await audit('--fix');
    expect([code, stdout]).toEqual([0, expect.stringContaining('3 of 3 objects were put into the queue.')]);
    const { Messages = [] } = await stack.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: scope.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    const keys = Messages.flatMap(({ Body }) => readNotification(Body!)).map(({ key }) => key);
    expect(keys.sort()).toEqual([vpc('changed'), vpc('never'), vpc('twice')]);
  });

  it('keeps to the time', async () => {
    const { code, stdout } = await audit('--since', '2099-01-01T00:00:00Z');
    expect([code, stdout]).toEqual([0, expect.stringContaining('No objects under')]);
  });
});
