import type { Fault } from '../fault.ts';
import { sendAgain } from '../harness/notify.ts';
import { isSqsRequest } from '../harness/requests.ts';

export default {
  name: 'same-message-twice',
  summary: 'two workers load the same objects at the same moment, and no delete reaches the queue for a while',
  workers: 2,
  async inject(bench) {
    await bench.upload(1);
    await sendAgain(bench, 1);
    bench.awsProxy.inject({ kind: 'status', status: 500 }, { when: isSqsRequest('DeleteMessage') });
    await bench.pause(20_000);
  },
} satisfies Fault;
