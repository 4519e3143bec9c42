import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { printable } from '@siem/bootstrap';
import { NotificationError, readNotification, type S3ObjectReference } from '@siem/queue';
import { Presets, SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { Connections, setting } from '../connections.ts';
import { rateOption } from '../send-notifications.ts';

interface Options {
  limit: string;
  rate: string;
  json: boolean;
}

/** Messages are hidden from others while they are listed. */
const listVisibilitySeconds = 30;

export function addDlqCommand(program: Command): void {
  const dlq = program
    .command('dlq')
    .description("The queue's own dead-letter queue: messages that were tried too often, and why");
  dlq
    .command('list')
    .description('Messages, their objects, and what stands in the way of loading those today')
    .option('--limit <n>', 'at most so many', '50')
    .option('--json', 'for machines: JSON lines', false)
    .action(list);
  dlq
    .command('redrive')
    .description('Move the messages back into the queue')
    .option('--limit <n>', 'at most so many', '1000000')
    .option('--rate <n>', 'messages a second', '50')
    .option('--json', 'for machines', false)
    .action(redrive);
}

async function list({ limit, json }: Options): Promise<void> {
  await using connections = new Connections();
  const table = new Table({
    head: ['sent', 'receives', 'object', 'reason found'],
    style: { head: [], border: [], compact: true },
  });
  for await (const message of messages(connections.sqs, Number(limit), listVisibilitySeconds)) {
    const objects = objectsOf(message);
    const { SentTimestamp, ApproximateReceiveCount } = message.Attributes ?? {};
    const sent = new Date(Number(SentTimestamp)).toISOString();
    for (const object of objects.references.length === 0 ? [undefined] : objects.references) {
      const reason =
        object === undefined ? (objects.problem ?? 'names no object') : await reasonOf(object, connections);
      const name = object === undefined ? '' : `s3://${object.bucket}/${object.key}`;
      if (json)
        console.log(
          JSON.stringify({
            messageId: message.MessageId,
            sent,
            receives: Number(ApproximateReceiveCount),
            object: name,
            reason,
          }),
        );
      else table.push([sent.slice(0, 19), ApproximateReceiveCount ?? '', printable(name), printable(reason)]);
    }
  }
  if (!json) console.log(table.length === 0 ? 'The dead-letter queue is empty.' : table.toString());
}

async function redrive({ limit, rate, json }: Options): Promise<void> {
  await using connections = new Connections();
  const queueUrl = setting(undefined, 'SIEM_QUEUE_URL', 'it in the environment');
  const perSecond = rateOption(rate);
  const total = Math.min(Number(limit), await depth(connections.sqs));
  const bar = new SingleBar({ hideCursor: true, stream: process.stderr }, Presets.shades_classic);
  if (!json && total > 0) bar.start(total, 0);
  const startedAt = performance.now();
  let moved = 0;
  for await (const message of messages(connections.sqs, Number(limit), 300)) {
    const waitMs = startedAt + (moved / perSecond) * 1000 - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    // Sent first: what fails between the two is there twice, and loading twice doubles nothing.
    await connections.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: message.Body! }));
    await connections.sqs.send(new DeleteMessageCommand({ QueueUrl: dlqUrl(), ReceiptHandle: message.ReceiptHandle! }));
    bar.update(++moved);
  }
  bar.stop();
  console.log(json ? JSON.stringify({ moved }) : `${moved} messages are back in the queue.`);
}

function dlqUrl(): string {
  return setting(undefined, 'SIEM_DLQ_URL', 'it in the environment');
}

async function* messages(sqs: SQSClient, limit: number, visibilitySeconds: number): AsyncGenerator<Message> {
  const seen = new Set<string>();
  while (seen.size < limit) {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: dlqUrl(),
        MaxNumberOfMessages: Math.min(10, limit - seen.size),
        VisibilityTimeout: visibilitySeconds,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
      }),
    );
    const fresh = (Messages ?? []).filter(({ MessageId }) => !seen.has(MessageId!));
    if (fresh.length === 0) return;
    for (const message of fresh) {
      seen.add(message.MessageId!);
      yield message;
    }
  }
}

async function depth(sqs: SQSClient): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: dlqUrl(), AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0);
}

function objectsOf(message: Message): { references: S3ObjectReference[]; problem?: string } {
  try {
    return { references: readNotification(message.Body ?? '') };
  } catch (error) {
    if (!(error instanceof NotificationError)) throw error;
    return { references: [], problem: error.message };
  }
}

/** What S3 says when the object is read today. */
async function reasonOf({ bucket, key, versionId }: S3ObjectReference, { s3 }: Connections): Promise<string> {
  try {
    const { Body } = await s3.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        Range: 'bytes=0-0',
        ...(versionId && { VersionId: versionId }),
      }),
    );
    await Body?.transformToByteArray();
    return 'the object can be read; see the log of the workers for this key';
  } catch (error) {
    const { name, message } = error as Error;
    return name === 'InvalidRange' ? 'the object is empty' : `${name}: ${message}`;
  }
}
