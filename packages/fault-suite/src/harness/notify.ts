import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { Bench } from './bench.ts';

/** Notifications of all objects of the load, so many times, shuffled by the seed. */
export async function sendAgain({ load, scope, random, world }: Bench, times: number): Promise<void> {
  const keys = Array.from({ length: times }, () => load.objects.map(({ key }) => key)).flat();
  for (let i = keys.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [keys[i], keys[j]] = [keys[j]!, keys[i]!];
  }
  for (let i = 0; i < keys.length; i += 10) {
    const Entries = keys.slice(i, i + 10).map((key, n) => ({
      Id: String(n),
      MessageBody: JSON.stringify({ s3: { bucket: { name: scope.logBucket }, object: { key } } }),
    }));
    await world.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: scope.queueUrl, Entries }));
  }
}
