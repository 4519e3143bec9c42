import type { Fault } from '../fault.ts';

const denial = JSON.stringify({ Message: 'The security token included in the request is expired' });

export default {
  name: 'opensearch-denies',
  summary:
    'OpenSearch refuses the credentials for a while (403, then 401), and something else answers with a page (200)',
  async inject(bench) {
    for (const [status, share] of [
      [403, 0.6],
      [401, 0.8],
    ] as const) {
      const denied = bench.opensearchProxy.inject({ kind: 'status', status, body: denial });
      await bench.uploadDuring(6_000, share);
      denied.remove();
      await bench.pause(1_000);
    }
    const headers = { 'content-type': 'text/html' };
    bench.opensearchProxy.inject({ kind: 'status', status: 200, body: '<h1>Welcome</h1>', headers }, { rate: 0.7 });
    await bench.uploadDuring(6_000, 0.9);
  },
} satisfies Fault;
