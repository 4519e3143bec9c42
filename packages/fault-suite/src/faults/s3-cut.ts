import type { Fault } from '../fault.ts';
import { isObjectRead } from '../harness/requests.ts';

export default {
  name: 's3-cut',
  summary: 'reads of objects break off in their middle: the connection ends, is reset, or goes silent',
  async inject(bench) {
    bench.awsProxy.inject({ kind: 'cut' }, { when: isObjectRead, rate: 0.5 });
    bench.awsProxy.inject({ kind: 'reset-before' }, { when: isObjectRead, rate: 0.1 });
    bench.awsProxy.inject({ kind: 'stall' }, { when: isObjectRead, rate: 0.5, times: 2 });
    await bench.uploadDuring(20_000);
  },
} satisfies Fault;
