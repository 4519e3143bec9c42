import type { Fault } from '../fault.ts';
import { sendAgain } from '../harness/notify.ts';

export default {
  name: 'sqs-duplicates',
  summary: 'every notification comes three times, out of order, to two workers',
  workers: 2,
  async inject(bench) {
    await bench.upload(1);
    await sendAgain(bench, 2);
  },
} satisfies Fault;
