import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type TestScope, testStack } from '../src/index.ts';

const stack = testStack();
afterAll(() => stack.close());

/** Bodies of all messages in the queue; the emulator sends them while it answers the upload. */
async function receiveBodies(scope: TestScope): Promise<string[]> {
  const { Messages = [] } = await stack.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: scope.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
  );
  return Messages.map(({ Body = '' }) => Body);
}

describe('a test scope', () => {
  it('notifies its own queue of an upload to its own bucket', async () => {
    // Prepare
    await using scope = await stack.createScope();
    await using other = await stack.createScope();
    await receiveBodies(scope); // the s3:TestEvent of the set-up

    // Act
    await stack.s3.send(new PutObjectCommand({ Bucket: scope.logBucket, Key: 'AWSLogs/a b.log', Body: 'one line' }));

    // Assess
    const [body = ''] = await receiveBodies(scope);
    expect(JSON.parse(body)).toMatchObject({
      Records: [
        {
          eventName: 'ObjectCreated:Put',
          s3: { bucket: { name: scope.logBucket }, object: { key: 'AWSLogs/a+b.log', size: 8 } },
        },
      ],
    });
    const others = await receiveBodies(other);
    expect(others.filter((text) => text.includes('Records'))).toEqual([]);
  });

  it('takes its indexes with it', async () => {
    // Prepare
    const scope = await stack.createScope();
    const index = `${scope.indexPrefix}log-aws-vpcflowlogs`;
    await stack.opensearch.index({ index, id: '1', body: { message: 'here' }, refresh: true });
    const before = await stack.opensearch.count({ index });

    // Act
    await scope.cleanUp();

    // Assess
    expect(before.body.count).toBe(1);
    expect((await stack.opensearch.indices.exists({ index })).body).toBe(false);
  });
});
