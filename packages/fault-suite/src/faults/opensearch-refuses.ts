import type { Fault } from '../fault.ts';
import { isBulkRequest } from '../harness/requests.ts';

const malformed = JSON.stringify({
  status: 400,
  error: { type: 'parse_exception', reason: 'request body is required' },
});

export default {
  name: 'opensearch-refuses',
  summary:
    'every bulk request is too large (413), then malformed (400); then answers have items too few or without sense',
  async inject(bench) {
    for (const [status, body, share] of [
      [413, '', 0.55],
      [400, malformed, 0.7],
    ] as const) {
      const refused = bench.opensearchProxy.inject({ kind: 'status', status, body }, { when: isBulkRequest });
      await bench.uploadDuring(6_000, share);
      refused.remove();
      await bench.pause(1_000);
    }
    const changes: ((items: readonly unknown[]) => readonly unknown[])[] = [
      (items) => items.slice(1),
      (items) => [...items, ...items],
      (items) => items.map(() => ({ create: { status: 429 } })),
      (items) => items.map(() => null),
    ];
    for (const change of changes) {
      const rewritten = (body: Buffer) => JSON.stringify({ errors: false, items: change(itemsIn(body)) });
      bench.opensearchProxy.inject({ kind: 'rewrite', change: rewritten }, { when: isBulkRequest, rate: 0.3 });
    }
    await bench.uploadDuring(8_000, 0.9);
  },
} satisfies Fault;

function itemsIn(body: Buffer): readonly unknown[] {
  return (JSON.parse(body.toString()) as { items?: unknown[] }).items ?? [];
}
