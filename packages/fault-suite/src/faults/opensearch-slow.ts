import type { Fault } from '../fault.ts';
import { isBulkRequest } from '../harness/requests.ts';

export default {
  name: 'opensearch-slow',
  summary: 'bulk requests take seconds, some longer than the visibility timeout; a worker is stopped meanwhile',
  workers: 2,
  async inject(bench) {
    bench.opensearchProxy.inject({ kind: 'delay', delayMs: 3_000 }, { when: isBulkRequest });
    bench.opensearchProxy.inject({ kind: 'delay', delayMs: 14_000 }, { when: isBulkRequest, rate: 0.2 });
    await bench.uploadDuring(12_000, 0.7);
    await bench.workers.stop(bench.random.pick(bench.workers.list));
    await bench.uploadDuring(8_000, 0.9);
  },
} satisfies Fault;
