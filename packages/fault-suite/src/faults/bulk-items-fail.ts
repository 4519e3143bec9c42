import type { Fault } from '../fault.ts';

export default {
  name: 'bulk-items-fail',
  summary: 'bulk requests succeed in part: items fail with 429, 500 and 503 at random, then all of them with 500',
  async inject(bench) {
    for (const status of [429, 500, 503] as const)
      bench.opensearchProxy.inject({ kind: 'bulk-items', status, itemRate: 0.15 }, { rate: 0.3 });
    await bench.uploadDuring(10_000, 0.7);
    // For a while nothing succeeds: nobody may conclude that the documents are to blame.
    bench.opensearchProxy.inject({ kind: 'bulk-items', status: 500 });
    await bench.uploadDuring(15_000);
  },
} satisfies Fault;
