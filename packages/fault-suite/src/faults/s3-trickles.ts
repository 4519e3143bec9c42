import type { Fault } from '../fault.ts';
import { isObjectRead } from '../harness/requests.ts';

export default {
  name: 's3-trickles',
  summary: 'reads of objects go on byte by byte: never silent, and never done',
  async inject(bench) {
    bench.awsProxy.inject({ kind: 'slow', bytesPerSecond: 10 }, { when: isObjectRead, times: 3 });
    await bench.uploadDuring(20_000);
  },
} satisfies Fault;
