import type { Fault } from '../fault.ts';
import { isBulkRequest } from '../harness/requests.ts';

export default {
  name: 'opensearch-resets',
  summary: 'connections break: before a bulk request is written, and after, when nobody learns what became of it',
  async inject(bench) {
    bench.opensearchProxy.inject({ kind: 'reset-before' }, { when: isBulkRequest, rate: 0.25 });
    bench.opensearchProxy.inject({ kind: 'reset-after' }, { when: isBulkRequest, rate: 0.25 });
    await bench.uploadDuring(20_000);
  },
} satisfies Fault;
