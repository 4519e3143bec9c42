import type { Fault } from '../fault.ts';

export default {
  name: 'opensearch-restarted',
  summary: 'OpenSearch is stopped in order, stays away for 10 s and starts again with its data',
  async inject(bench) {
    const { opensearch } = bench;
    const uploading = bench.uploadDuring(10_000);
    await opensearch.stop();
    await bench.pause(10_000);
    await opensearch.start();
    await uploading;
  },
} satisfies Fault;
