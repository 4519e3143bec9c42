import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readNotification } from '@siem/queue';
import { type TestScope, type TestStack, testStack } from '@siem/test-support';
import { runCli } from './run-cli.ts';

let stack: TestStack;
let scope: TestScope;
const keys = [
  'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/a ü_fl-1.log.gz',
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/30/111122223333_CloudTrail_eu-west-1_20260130T1005Z_x.json.gz',
  'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/30/111122223333_CloudTrail-Digest_x.json.gz',
  'who/knows.txt',
];

beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
  for (const Key of keys)
    await stack.s3.send(new PutObjectCommand({ Bucket: scope.logBucket, Key, Body: 'x', ContentLength: 1 }));
  await stack.sqs.send(new PurgeQueueCommand({ QueueUrl: scope.queueUrl }));
});

afterAll(async () => {
  await scope.cleanUp();
  await stack.close();
});

async function receivedKeys(): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const { Messages } = await stack.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: scope.queueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
    );
    if (Messages === undefined || Messages.length === 0) return found.sort();
    found.push(...Messages.flatMap(({ Body }) => readNotification(Body!)).map(({ key }) => key));
  }
}

describe('siem backfill', () => {
  it('queues the objects that are logs, and no digests', async () => {
    const dry = await runCli(['backfill', '--bucket', scope.logBucket, '--dry-run', '--json'], scope.environment);
    expect(JSON.parse(dry.stdout)).toMatchObject({
      sent: 0,
      log_types: { vpcflowlogs: { objects: 1 }, unknown: { objects: 1 } },
    });
    const { stdout } = await runCli(['backfill', '--bucket', scope.logBucket, '--json'], scope.environment);
    expect(JSON.parse(stdout)).toMatchObject({ sent: 3 });
    expect(await receivedKeys()).toEqual([keys[1], keys[0], keys[3]]);
  });

  it('keeps to log type, prefix and time', async () => {
    const run = (...args: string[]) =>
      runCli(['backfill', '--bucket', scope.logBucket, '--dry-run', '--json', ...args], scope.environment);
    const only = async (...args: string[]) => Object.keys(JSON.parse((await run(...args)).stdout).log_types);
    expect(await only('--log-type', 'cloudtrail')).toEqual(['cloudtrail']);
    expect(await only('--prefix', 'who/')).toEqual(['unknown']);
    expect(await only('--until', '2020-01-01')).toEqual([]);
    expect((await run('--log-type', 'nothing')).stderr).toContain(
      "There is no log type 'nothing'; known: access-analyzer,",
    );
  });
});

describe('siem dlq', () => {
  it('says what stands in the way, and moves messages back', async () => {
    const dlq = (...args: string[]) => runCli(['dlq', ...args], scope.environment);
    const send = (MessageBody: string) =>
      stack.sqs.send(new SendMessageCommand({ QueueUrl: scope.deadLetterQueueUrl, MessageBody }));
    const notification = (key: string) =>
      JSON.stringify({
        Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: scope.logBucket }, object: { key } } }],
      });
    await send(notification('who/knows.txt'));
    await send(notification('gone.txt'));
    await send('rubbish');

    const { stdout } = await dlq('list', '--json');
    const reasons = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).reason as string);
    expect(reasons.sort()).toEqual([
      expect.stringContaining('Message body is no S3 notification'),
      expect.stringContaining('NoSuchKey'),
      expect.stringContaining('the object can be read'),
    ]);

    await stack.sqs.send(new PurgeQueueCommand({ QueueUrl: scope.deadLetterQueueUrl }));
    await send(notification('who/knows.txt'));
    expect(JSON.parse((await dlq('redrive', '--json')).stdout)).toEqual({ moved: 1 });
    expect(await receivedKeys()).toEqual(['who/knows.txt']);
    expect((await dlq('list')).stdout).toBe('The dead-letter queue is empty.\n');
  });
});
