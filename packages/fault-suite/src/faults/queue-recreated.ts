import { CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Fault } from '../fault.ts';
import { sendAgain } from '../harness/notify.ts';

const goneMs = 8_000;

export default {
  name: 'queue-recreated',
  summary: 'the queue is deleted with what is in it, and made again; the objects are queued again, as siem audit does',
  async inject(bench) {
    const { sqs } = bench.world.clients;
    const { queueUrl } = bench.scope;
    await bench.upload(0.7);
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['VisibilityTimeout', 'RedrivePolicy'] }),
    );
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
    await bench.uploadDuring(goneMs, 0.9);
    await sqs.send(new CreateQueueCommand({ QueueName: queueUrl.slice(queueUrl.lastIndexOf('/') + 1), Attributes }));
    await sendAgain(bench, 1);
    await bench.upload(1);
  },
} satisfies Fault;
