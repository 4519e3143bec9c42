import type { Fault } from '../fault.ts';
import { isBulkRequest } from '../harness/requests.ts';

const stormMs = 20_000;

export default {
  name: 'opensearch-throttles',
  summary: 'a storm of 429, on whole bulk requests and on single items of them, some with Retry-After',
  async inject(bench) {
    bench.opensearchProxy.inject({ kind: 'bulk-items', status: 429, itemRate: 0.3 }, { rate: 0.6 });
    bench.opensearchProxy.inject({ kind: 'status', status: 429 }, { when: isBulkRequest, rate: 0.4 });
    bench.opensearchProxy.inject(
      { kind: 'status', status: 429, retryAfterSeconds: 1 },
      { when: isBulkRequest, rate: 0.1 },
    );
    await bench.uploadDuring(stormMs);
  },
} satisfies Fault;
