import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  connectTestStack,
  countDocuments,
  type FaultProxy,
  startFaultProxy,
  type TestScope,
  type TestStack,
  testStack,
} from '../src/index.ts';

const direct = testStack();
let proxied: TestStack;
let proxy: FaultProxy;
let scope: TestScope;
let index: string;
beforeAll(async () => {
  proxy = await startFaultProxy({ target: direct.endpoints.opensearchUrl });
  proxied = connectTestStack({ ...direct, endpoints: { ...direct.endpoints, opensearchUrl: proxy.url } });
  scope = await direct.createScope();
  index = `${scope.indexPrefix}counted`;
  for (const word of ['one', 'two']) await direct.opensearch.index({ index, body: { word } });
});
beforeEach(() => proxy.pass());
afterAll(async () => {
  await proxied.close();
  await proxy.stop();
  await scope.cleanUp();
  await direct.close();
});

const partial = (part: object) =>
  JSON.stringify({ count: 0, _shards: { total: 2, successful: 1, failed: 0, ...part } });
const json = { 'content-type': 'application/json' };

describe('the count of documents', () => {
  it('holds those of the last moment, of the query or of all', async () => {
    expect(await countDocuments(direct.opensearch, index)).toBe(2);
    expect(await countDocuments(direct.opensearch, index, { match: { word: 'two' } })).toBe(1);
    expect(await countDocuments(direct.opensearch, `${scope.indexPrefix}nothing-*`)).toBe(0);
  });

  it.each([
    ['a count without some shards', '_count', 200, partial({})],
    ['a count in which some shards failed', '_count', 200, partial({ failed: 1 })],
    ['a refresh that some shards refused', '_refresh', 200, partial({ failed: 1 })],
    ['a full queue', '_count', 429, '{}'],
    ['an index that is just made', '_refresh', 503, '{}'],
  ])('is asked for again after %s', async (_, path, status, body) => {
    const fault = proxy.inject(
      { kind: 'status', status, body, headers: json },
      { when: (request) => request.path.includes(path), times: 1 },
    );

    expect(await countDocuments(proxied.opensearch, index)).toBe(2);
    expect(fault.hits).toBe(1);
  });

  it('fails at once where the answer will not change', async () => {
    const counting = countDocuments(direct.opensearch, index, { no_such_query: {} });
    await expect(counting).rejects.toMatchObject({ statusCode: 400 });
  });
});
