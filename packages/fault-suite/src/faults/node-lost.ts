import type { Fault } from '../fault.ts';

export default {
  name: 'node-lost',
  summary: 'a cluster of three nodes loses one after the other, and each comes back; every index has one replica',
  cluster: true,
  async inject(bench) {
    const { links, clients } = bench.world;
    const { cluster } = clients.opensearch;
    // The workers and the counting speak to the first.
    const first = bench.random.integer(1, 2);
    for (const [node, share] of [
      [first, 0.65],
      [3 - first, 0.9],
    ] as const) {
      await cluster.health({ wait_for_status: 'green', timeout: '60s' });
      await bench.upload(share - 0.2);
      await bench.pause(bench.random.integer(100, 800));
      links?.cut(node);
      const left = await cluster.health({ wait_for_nodes: '2', timeout: '30s' });
      if (left.body.timed_out) throw new Error(`the cluster still has ${left.body.number_of_nodes} nodes`);
      await bench.uploadDuring(12_000, share);
      links?.mend(node);
    }
    await cluster.health({ wait_for_nodes: '3', wait_for_status: 'green', timeout: '60s' });
  },
} satisfies Fault;
