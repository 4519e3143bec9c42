import type { Fault } from '../fault.ts';

export default {
  name: 'opensearch-killed',
  summary: 'kill -9 of OpenSearch in the middle of bulk requests; it starts again with what is on disk',
  async inject(bench) {
    const { opensearch } = bench;
    for (const share of [0.6, 0.9]) {
      await bench.upload(share);
      await bench.pause(bench.random.integer(200, 1_500));
      await opensearch.kill();
      await opensearch.start();
    }
  },
} satisfies Fault;
