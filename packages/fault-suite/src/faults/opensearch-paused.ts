import type { Fault } from '../fault.ts';

export default {
  name: 'opensearch-paused',
  summary: 'OpenSearch stands still for a minute (SIGSTOP): connections stay open, nothing answers',
  async inject(bench) {
    const { opensearch } = bench;
    await opensearch.pause();
    await bench.uploadDuring(60_000);
    await opensearch.resume();
  },
} satisfies Fault;
