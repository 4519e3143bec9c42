import type { Fault } from '../fault.ts';
import { sendAgain } from '../harness/notify.ts';

export default {
  name: 'opensearch-emptied',
  summary:
    'an empty OpenSearch takes the place of the one that was loaded, in mid-load; then everything is queued again',
  workers: 2,
  async inject(bench) {
    const away = bench.opensearchProxy.inject({ kind: 'reset-before' });
    await bench.uploadDuring(5_000, 0.7);
    await bench.world.clients.opensearch.indices.delete({ index: '*' });
    away.remove();
    await bench.upload(1);
    await sendAgain(bench, 1);
  },
} satisfies Fault;
