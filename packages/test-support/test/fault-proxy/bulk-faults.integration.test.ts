import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FaultProxy, startFaultProxy, type TestScope, testStack } from '../../src/index.ts';

const stack = testStack();
let scope: TestScope;
let proxy: FaultProxy;
let nextIndex = 0;
let index = '';
beforeAll(async () => {
  scope = await stack.createScope();
});
beforeEach(async () => {
  nextIndex += 1;
  index = `${scope.indexPrefix}bulk-${nextIndex}`;
  proxy = await startFaultProxy({ target: stack.endpoints.opensearchUrl, seed: 3 });
});
afterEach(() => proxy.stop());
afterAll(async () => {
  await scope.cleanUp();
  await stack.close();
});

interface BulkAnswer {
  readonly errors: boolean;
  readonly items: readonly Record<string, { _id: string; _index: string; status: number; error?: { type: string } }>[];
}

function bulkBody(ids: readonly string[]): string {
  return ids.map((id) => `{"create":{"_id":"${id}"}}\n{"message":"${id}"}\n`).join('');
}

async function bulk(
  body: string | Buffer<ArrayBuffer>,
  headers: Record<string, string> = {},
  query = '',
): Promise<BulkAnswer> {
  const response = await fetch(`${proxy.url}/${index}/_bulk${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...headers },
    body,
  });
  return (await response.json()) as BulkAnswer;
}

const outcomes = ({ items }: BulkAnswer) => items.map(({ create }) => [create?._id, create?.status]);

async function storedIds(): Promise<string[]> {
  await stack.opensearch.indices.refresh({ index });
  const { body } = await stack.opensearch.search({ index, body: { sort: ['message.keyword'], size: 100 } });
  return body.hits.hits.map(({ _id }) => String(_id));
}

describe('a partial bulk failure', () => {
  it('answers for the chosen items in place and stores only the others', async () => {
    // Prepare
    proxy.inject({ kind: 'bulk-items', status: 429, choose: ({ id }) => id === 'b' || id === 'd' });

    // Act
    const answer = await bulk(bulkBody(['a', 'b', 'c', 'd']));

    // Assess
    expect(outcomes(answer)).toEqual([
      ['a', 201],
      ['b', 429],
      ['c', 201],
      ['d', 429],
    ]);
    expect(answer.errors).toBe(true);
    expect(answer.items[1]).toMatchObject({
      create: { _index: index, error: { type: 'rejected_execution_exception' } },
    });
    expect(await storedIds()).toEqual(['a', 'c']);
  });

  it("keeps the server's own errors among the injected ones", async () => {
    // Prepare
    await bulk(bulkBody(['twice']));
    proxy.inject({ kind: 'bulk-items', status: 503, choose: ({ position }) => position === 0 });

    // Act
    const answer = await bulk(bulkBody(['a', 'twice', 'c']));

    // Assess
    expect(outcomes(answer)).toEqual([
      ['a', 503],
      ['twice', 409],
      ['c', 201],
    ]);
  });

  it('reads compressed requests and answers whole in spite of filter_path', async () => {
    proxy.inject({ kind: 'bulk-items', status: 429, choose: ({ id }) => id === 'b' });

    const body = gzipSync(bulkBody(['a', 'b']));
    const answer = await bulk(body, { 'content-encoding': 'gzip' }, '?filter_path=errors');

    expect(outcomes(answer)).toEqual([
      ['a', 201],
      ['b', 429],
    ]);
  });

  it('sends nothing on when every item fails', async () => {
    proxy.inject({ kind: 'bulk-items', status: 503 });

    const answer = await bulk(bulkBody(['a', 'b']));

    expect(outcomes(answer)).toEqual([
      ['a', 503],
      ['b', 503],
    ]);
    expect((await stack.opensearch.indices.exists({ index })).body).toBe(false);
  });

  it('hits a share of the items by the seed, and nothing but bulk requests', async () => {
    // Prepare
    const ids = Array.from({ length: 40 }, (_, number) => String(number).padStart(2, '0'));
    const fault = proxy.inject({ kind: 'bulk-items', status: 429, itemRate: 0.3 }, { times: 1 });

    // Act
    await fetch(proxy.url).then((response) => response.arrayBuffer());
    const failed = outcomes(await bulk(bulkBody(ids))).filter(([, status]) => status === 429);
    const stored = await storedIds();

    // Assess
    expect(fault.hits).toBe(1);
    expect(failed.length).toBeGreaterThan(3);
    expect(failed.length).toBeLessThan(25);
    expect(stored).toHaveLength(ids.length - failed.length);
  });
});
