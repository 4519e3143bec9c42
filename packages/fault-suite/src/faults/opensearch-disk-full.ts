import type { Fault } from '../fault.ts';

export default {
  name: 'opensearch-disk-full',
  summary: 'the flood stage: every index refuses writes because the disk is full, until it is not',
  async inject(bench) {
    const { indices } = bench.world.clients.opensearch;
    const index = `log-*-${bench.suffix}-*`;
    for (const share of [0.6, 0.9]) {
      await indices.putSettings({ index, body: { 'index.blocks.read_only_allow_delete': true } });
      await bench.uploadDuring(8_000, share);
      await indices.putSettings({ index, body: { 'index.blocks.read_only_allow_delete': null } });
      await bench.pause(1_000);
    }
  },
} satisfies Fault;
