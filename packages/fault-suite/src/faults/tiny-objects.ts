import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Fault } from '../fault.ts';
import type { Bench } from '../harness/bench.ts';
import { vpcFlowRecord } from '../harness/records.ts';

const objects = 3_000;
const putsAtOnce = 20;
const recordsPerMessage = 1_000;
const keyOf = (n: number) =>
  `AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/111122223333_vpcflowlogs_tiny${n}.log`;

export default {
  name: 'tiny-objects',
  summary: `${objects} objects of one record at once, and messages that name ${recordsPerMessage} of them, also inside SNS`,
  workers: 2,
  async inject(bench) {
    let next = 0;
    const putAll = async () => {
      while (next < objects) {
        await bench.put(keyOf(next++), (token) => ({
          body: Buffer.from(`${vpcFlowRecord(token(), 1_769_767_200, bench.random)}\n`),
          unreadable: [],
        }));
      }
    };
    await Promise.all(Array.from({ length: putsAtOnce }, putAll));
    await nameThemInOneMessage(bench);
    await bench.upload(1);
  },
} satisfies Fault;

async function nameThemInOneMessage({ scope, world }: Bench): Promise<void> {
  const Records = Array.from({ length: recordsPerMessage }, (_, n) => ({
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: scope.logBucket }, object: { key: keyOf(n) } },
  }));
  const event = JSON.stringify({ Records });
  for (const MessageBody of [event, JSON.stringify({ Type: 'Notification', Message: event })])
    await world.clients.sqs.send(new SendMessageCommand({ QueueUrl: scope.queueUrl, MessageBody }));
}
