import type { Fault } from '../fault.ts';
import { isBulkRequest } from '../harness/requests.ts';

export default {
  name: 'opensearch-half-answers',
  summary: 'answers to bulk requests end in their middle: some connections close, some stay open and say nothing more',
  async inject(bench) {
    bench.opensearchProxy.inject({ kind: 'cut' }, { when: isBulkRequest, rate: 0.3 });
    bench.opensearchProxy.inject({ kind: 'stall' }, { when: isBulkRequest, rate: 0.5, times: 2 });
    await bench.uploadDuring(20_000);
  },
} satisfies Fault;
