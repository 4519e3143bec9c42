import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

const batchSize = 10;

/**
 * Sends messages, ten at a time, not faster than the limit.
 * @param perSecond most messages a second
 * @param onSent told how many have been sent
 * @throws Error naming how many were sent before SQS refused one
 */
export async function sendMessages(
  sqs: SQSClient,
  queueUrl: string,
  bodies: AsyncIterable<string> | Iterable<string>,
  perSecond: number,
  onSent: (count: number) => void = () => {},
): Promise<number> {
  const startedAt = performance.now();
  let sent = 0;
  let batch: string[] = [];
  const send = async () => {
    const due = startedAt + (sent / perSecond) * 1000;
    const waitMs = due - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const { Failed } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: batch.map((MessageBody, i) => ({ Id: String(i), MessageBody })),
      }),
    );
    const [failed] = Failed ?? [];
    if (failed !== undefined)
      throw new Error(`SQS refused a message after ${sent}: ${failed.Code} ${failed.Message ?? ''}`);
    sent += batch.length;
    batch = [];
    onSent(sent);
  };
  for await (const body of bodies) {
    batch.push(body);
    if (batch.length === batchSize) await send();
  }
  if (batch.length > 0) await send();
  return sent;
}

/** @throws Error naming the option */
export function rateOption(text: string): number {
  const rate = Number(text);
  if (!(rate > 0)) throw new Error(`--rate '${text}' is no number of messages a second above 0`);
  return rate;
}
