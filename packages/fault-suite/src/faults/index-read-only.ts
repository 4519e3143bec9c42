import type { Fault } from '../fault.ts';
import { sendAgain } from '../harness/notify.ts';

export default {
  name: 'index-read-only',
  summary: 'indexes become read-only and are closed in mid-load, so that siblings take over; then all comes again',
  workers: 2,
  async inject(bench) {
    const { indices } = bench.world.clients.opensearch;
    const index = `log-*-${bench.suffix}-*`;
    await indices.putSettings({ index, body: { 'index.blocks.write': true } });
    await bench.uploadDuring(6_000, 0.7);
    await indices.close({ index: `log-aws-vpcflowlogs-${bench.suffix}-2026-01` });
    await bench.uploadDuring(6_000, 0.9);
    await indices.open({ index: `log-aws-vpcflowlogs-${bench.suffix}-2026-01` });
    await indices.putSettings({ index, body: { 'index.blocks.write': false } });
    await sendAgain(bench, 1);
  },
} satisfies Fault;
