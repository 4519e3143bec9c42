import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectTestStack, startFaultProxy, type TestScope, type TestStack, testStack } from '@siem/test-support';
import { type ReceivedMessage, Receiver, type ReceiverEvent, type ReceiverOptions } from '../src/index.ts';

let stack: TestStack;
let scope: TestScope;

beforeAll(() => {
  stack = testStack();
});
afterAll(() => stack.close());

/** A queue from which S3's test event has been taken, which every new queue has. */
async function startEmpty(): Promise<void> {
  scope = await stack.createScope();
  const QueueUrl = scope.queueUrl;
  const { Messages = [] } = await stack.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
  for (const { ReceiptHandle } of Messages) await stack.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
}

const body = (key: string) => JSON.stringify({ s3: { bucket: { name: 'logs' }, object: { key, size: 10 } } });

async function send(...keys: string[]): Promise<void> {
  for (const key of keys)
    await stack.sqs.send(new SendMessageCommand({ QueueUrl: scope.queueUrl, MessageBody: body(key) }));
}

async function counts(): Promise<{ visible: number; hidden: number }> {
  const { Attributes } = await stack.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: scope.queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    visible: Number(Attributes!['ApproximateNumberOfMessages']),
    hidden: Number(Attributes!['ApproximateNumberOfMessagesNotVisible']),
  };
}

function receiverWith(
  handle: ReceiverOptions['handle'],
  { onReceived, ...overrides }: Partial<ReceiverOptions> & { onReceived?: (messageId: string) => void } = {},
  sqs = stack.sqs,
) {
  const events: ReceiverEvent[] = [];
  const waiting: { kind: ReceiverEvent['kind']; count: number; resolve: () => void }[] = [];
  const receiver = new Receiver(sqs, {
    queueUrl: scope.queueUrl,
    receives: 2,
    maxMessages: 5,
    maxBytes: 1000,
    unknownObjectBytes: 100,
    visibilityTimeoutSeconds: 2,
    handle,
    report: (event) => {
      events.push(event);
      if (event.kind === 'received') onReceived?.(event.messageId);
      for (const wait of waiting)
        if (events.filter(({ kind }) => kind === wait.kind).length >= wait.count) wait.resolve();
    },
    ...overrides,
  });
  /** Resolves when so many events of the kind have been reported. */
  const seen = (kind: ReceiverEvent['kind'], count: number) =>
    new Promise<void>((resolve) => {
      if (events.filter((event) => event.kind === kind).length >= count) resolve();
      else waiting.push({ kind, count, resolve });
    });
  return { receiver, events, seen };
}

describe('Receiver', () => {
  beforeAll(startEmpty);
  afterAll(() => scope.cleanUp());

  it('handles every message and deletes it', async () => {
    const keys: string[] = [];
    const { receiver, seen } = receiverWith(async (message) => {
      keys.push(...message.objects.map(({ key }) => key));
      return 'done';
    });
    await send('a', 'b', 'c', 'd', 'e', 'f', 'g');
    receiver.start();
    await seen('deleted', 7);
    await receiver.stop(1000);
    expect(keys.sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(await counts()).toEqual({ visible: 0, hidden: 0 });
  });

  it('keeps a message hidden for longer than the visibility timeout while it is in work', async () => {
    // Prepare: a handler that ends only when another reader has looked for the message twice as long as the timeout.
    let received: ReceivedMessage | undefined;
    let finish: (() => void) | undefined;
    const { receiver, seen } = receiverWith(async (message) => {
      received = message;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return 'done';
    });

    // Act
    await send('slow');
    receiver.start();
    await seen('received', 1);
    const other = await stack.sqs.send(new ReceiveMessageCommand({ QueueUrl: scope.queueUrl, WaitTimeSeconds: 5 }));

    // Assess
    expect(other.Messages ?? []).toEqual([]);
    expect(received?.receiveCount).toBe(1);
    finish!();
    await seen('deleted', 1);
    await receiver.stop(1000);
  });

  it('takes no more messages than the byte budget has room for', async () => {
    let most = 0;
    let running = 0;
    const { receiver, seen } = receiverWith(
      async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return 'done';
      },
      { maxBytes: 20, maxMessages: 1 },
    );
    await send('1', '2', '3', '4');
    receiver.start();
    await seen('deleted', 4);
    await receiver.stop(1000);
    expect(most).toBe(1);
  });

  it('gives a failed message back, so that it comes again', async () => {
    const receiveCounts: number[] = [];
    const { receiver, seen } = receiverWith(async (message) => {
      receiveCounts.push(message.receiveCount);
      if (receiveCounts.length === 1) throw new Error('fails once');
      return 'done';
    });
    await send('again');
    receiver.start();
    await seen('deleted', 1);
    await receiver.stop(1000);
    // SQS counts a delivery to a poll that was given up too.
    expect(receiveCounts).toHaveLength(2);
    expect(receiveCounts[1]).toBeGreaterThan(receiveCounts[0]!);
  });

  it('aborts what is not done when the drain time is over, and gives it back at once', async () => {
    const { receiver, seen } = receiverWith(
      (_message, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve('retry'));
        }),
      // A poll that is given up may still be answered, with the message that was just given back.
      { visibilityTimeoutSeconds: 600, receives: 1, maxMessages: 1 },
    );
    await send('never ends');
    receiver.start();
    await seen('received', 1);
    await receiver.stop(1);
    await seen('released', 1);
    const { Messages } = await stack.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: scope.queueUrl, WaitTimeSeconds: 5, VisibilityTimeout: 30 }),
    );
    expect(Messages).toHaveLength(1);
  });

  it('keeps nothing of a message that is done', async () => {
    // Prepare
    const signals = new Map<string, AbortSignal>();
    const { receiver, seen } = receiverWith(
      ({ objects }, signal) => {
        const { key } = objects[0]!;
        signals.set(key, signal);
        if (key === 'done') return Promise.resolve('done');
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve('retry'));
        });
      },
      { visibilityTimeoutSeconds: 600 },
    );

    // Act
    await send('done', 'not done');
    receiver.start();
    await seen('received', 2);
    await seen('deleted', 1);
    await receiver.stop(1);

    // Assess: what would abort a message still knows the one, and no longer the other.
    expect(signals.get('not done')?.aborted).toBe(true);
    expect(signals.get('done')?.aborted).toBe(false);
  });
});

describe('Receiver, with messages that come at the wrong moment,', () => {
  beforeAll(startEmpty);
  afterAll(() => scope.cleanUp());

  it('does not begin a second time what is delivered again while it is in work, and deletes it all the same', async () => {
    // Prepare: no heartbeat arrives, so the message shows up again.
    const proxy = await startFaultProxy({ target: stack.endpoints.awsEndpointUrl });
    proxy.inject({ kind: 'status', status: 500 }, { when: ({ operation }) => operation.includes('ChangeMessage') });
    const behind = connectTestStack({ ...stack, endpoints: { ...stack.endpoints, awsEndpointUrl: proxy.url } });
    let begun = 0;
    const { promise: work, resolve: finish } = Promise.withResolvers<void>();
    const { promise: deliveredTwice, resolve: isDeliveredTwice } = Promise.withResolvers<void>();
    const deliveries: string[] = [];
    const { receiver, seen } = receiverWith(
      async () => {
        begun++;
        await work;
        return 'done';
      },
      {
        visibilityTimeoutSeconds: 1,
        onReceived: (id) => {
          if (deliveries.includes(id)) isDeliveredTwice();
          deliveries.push(id);
        },
      },
      behind.sqs,
    );

    // Act
    await send('twice');
    receiver.start();
    await deliveredTwice;
    finish();
    await seen('deleted', 1);
    await receiver.stop(1000);

    // Assess
    expect(begun).toBe(1);
    expect(await counts()).toEqual({ visible: 0, hidden: 0 });
    await behind.close();
    await proxy.stop();
  });

  it('abandons what does not end when it is aborted', async () => {
    // Prepare
    const { receiver, seen, events } = receiverWith(() => new Promise(() => undefined), { receives: 1 });
    await send('never ends');
    receiver.start();
    await seen('received', 1);

    // Act
    await receiver.stop(1, 1);

    // Assess
    expect(events.map(({ kind }) => kind)).toEqual(['received', 'abandoned']);
    await stack.sqs.send(new PurgeQueueCommand({ QueueUrl: scope.queueUrl }));
  });

  it('does not ask without end what answers at once with nothing', async () => {
    // Prepare
    const proxy = await startFaultProxy({ target: stack.endpoints.awsEndpointUrl });
    const behind = connectTestStack({ ...stack, endpoints: { ...stack.endpoints, awsEndpointUrl: proxy.url } });
    const requests = (action: string) =>
      proxy.exchanges.filter(({ request }) => request.operation === `AmazonSQS.${action}`).length;
    const { receiver, seen } = receiverWith(
      async () => {
        while (requests('ChangeMessageVisibilityBatch') < 3) await new Promise((resolve) => setTimeout(resolve, 20));
        return 'done';
      },
      { visibilityTimeoutSeconds: 1 },
      behind.sqs,
    );

    // Act
    await send('in work');
    receiver.start();
    await seen('received', 1);
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    const empty = proxy.inject(
      { kind: 'status', status: 200, body: '{}', headers },
      { when: ({ operation }) => operation === 'AmazonSQS.ReceiveMessage' },
    );
    await seen('deleted', 1);
    const asked = empty.hits;
    empty.remove();
    await receiver.stop(1000);

    // Assess: each of two polls asks once a second, while heartbeats come three times a second.
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(20);
    await behind.close();
    await proxy.stop();
  });

  it('looks at a message now and then while it is paused, where it is asked to', async () => {
    const { receiver, seen } = receiverWith(async () => 'done', { receives: 1 });
    receiver.pause('opensearch', 20);
    receiver.start();
    await send('first');
    await send('second');
    await seen('deleted', 2);
    await receiver.stop(1000);
  });

  it('works on what a poll brings while it is paused, instead of giving it back', async () => {
    const { receiver, seen, events } = receiverWith(async () => 'done', { receives: 1 });
    receiver.start();
    receiver.pause('opensearch');
    await send('arrives while pausing');
    await seen('deleted', 1);
    await receiver.stop(1000);
    expect(events.map(({ kind }) => kind)).not.toContain('released');
  });
});
