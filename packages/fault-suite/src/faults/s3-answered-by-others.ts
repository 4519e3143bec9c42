import type { Fault } from '../fault.ts';
import { isObjectRead } from '../harness/requests.ts';

const headers = { 'content-type': 'text/html' };

export default {
  name: 's3-answered-by-others',
  summary: 'a proxy answers instead of S3: pages with 404, 405 and 200, and parts of objects that look whole',
  async inject(bench) {
    for (const [status, share] of [
      [404, 0.5],
      [405, 0.6],
      [200, 0.7],
    ] as const) {
      const page = { kind: 'status', status, body: '<h1>Sign in</h1>', headers } as const;
      const active = bench.awsProxy.inject(page, { when: isObjectRead });
      await bench.uploadDuring(5_000, share);
      active.remove();
      await bench.pause(1_000);
    }
    const part = (body: Buffer) => body.subarray(0, body.length >> 1);
    bench.awsProxy.inject({ kind: 'rewrite', change: part }, { when: isObjectRead, rate: 0.8 });
    await bench.uploadDuring(5_000, 0.9);
  },
} satisfies Fault;
