import type { Fault } from '../fault.ts';
import { isObjectRead } from '../harness/requests.ts';

export default {
  name: 's3-slow',
  summary: 'S3 answers late and slowly: 2 s to the first byte, then 20 kB a second',
  async inject(bench) {
    bench.awsProxy.inject({ kind: 'slow', bytesPerSecond: 20_000 }, { when: isObjectRead });
    bench.awsProxy.inject({ kind: 'delay', delayMs: 2_000 }, { when: isObjectRead, rate: 0.3 });
    await bench.uploadDuring(15_000);
  },
} satisfies Fault;
