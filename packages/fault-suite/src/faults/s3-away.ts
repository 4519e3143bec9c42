import type { Fault } from '../fault.ts';
import { isS3Request } from '../harness/requests.ts';

export default {
  name: 's3-away',
  summary: 'S3 cannot be reached for two minutes: messages stay in the queue instead of using up their five receives',
  queue: { maxReceiveCount: 5 },
  async inject(bench) {
    bench.awsProxy.inject({ kind: 'reset-before' }, { when: isS3Request });
    await bench.uploadDuring(120_000);
  },
} satisfies Fault;
