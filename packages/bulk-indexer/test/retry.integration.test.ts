import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestScope, testStack } from '@siem/test-support';
import { type BulkFixture, reachedState, startBulkFixture } from './bulk-fixture.ts';
import { documents, renderedChunk } from './rendered.ts';

const stack = testStack();
let scope: TestScope;
let fixture: BulkFixture;
let index: string;
let number = 0;
beforeAll(async () => {
  scope = await stack.createScope();
});
beforeEach(async () => {
  fixture = await startBulkFixture(stack, scope, { requestTimeoutMs: 60_000, shardTimeoutMs: 10_000 });
  index = fixture.index(`retry-${number++}`);
});
afterEach(() => fixture.stop());
afterAll(async () => {
  await scope.cleanUp();
  await stack.close();
});

const created = (indexed: number) => ({ indexed, duplicate: 0, safeForm: 0, rejected: [] });
const allIds = (count: number) =>
  documents(index, count)
    .map(({ id }) => id)
    .sort();
/** Other documents go through until it is settled. */
async function besideOthers<T>(result: Promise<T>): Promise<T> {
  let isSettled = false;
  const settled = result.finally(() => {
    isSettled = true;
  });
  for (let i = 0; !isSettled; i++) await fixture.indexer.index(renderedChunk(documents(index, 1, `other${i}`)));
  return settled;
}
const requestsWith = (fault: string) => fixture.proxy.exchanges.filter((exchange) => exchange.fault === fault).length;

describe('a bulk request that fails as a whole', () => {
  it('is sent again after 429, and concurrency shrinks', async () => {
    fixture.proxy.inject({ kind: 'status', status: 429 }, { when: isBulk, times: 3 });

    const outcome = await fixture.indexer.index(renderedChunk(documents(index, 50)));

    expect(outcome).toEqual(created(50));
    expect(await fixture.ids(index)).toEqual(allIds(50));
    expect(fixture.counts.get('siem_bulk_requests_total outcome=throttled')).toBe(3);
    expect(fixture.gauges.get('siem_bulk_concurrency_limit')).toContain(1);
  });

  it('waits at least as long as Retry-After asks', async () => {
    fixture.proxy.inject({ kind: 'status', status: 503, retryAfterSeconds: 7 }, { when: isBulk, times: 1 });

    const outcome = await fixture.indexer.index(renderedChunk(documents(index, 5)));

    expect(outcome).toEqual(created(5));
    expect(fixture.delaysMs.some((delayMs) => delayMs >= 6_900 && delayMs < 8_000)).toBe(true);
  });

  it.each([
    ['reset-before', 0],
    ['reset-after', 20],
    ['cut', 20],
  ] as const)('counts what was created before the connection broke as duplicate: %s', async (kind, duplicate) => {
    fixture.proxy.inject({ kind }, { when: isBulk, times: 1 });

    const outcome = await fixture.indexer.index(renderedChunk(documents(index, 20)));

    expect(outcome).toEqual({ indexed: 20 - duplicate, duplicate, safeForm: 0, rejected: [] });
    expect(await fixture.ids(index)).toEqual(allIds(20));
  });

  it('is given up after the time limit and sent again', async () => {
    fixture.proxy.inject({ kind: 'hang' }, { when: isBulk, times: 1 });

    const outcome = await fixture.indexer.index(renderedChunk(documents(index, 5)));

    expect(outcome).toEqual(created(5));
    expect(requestsWith('hang')).toBe(1);
  });

  it('is halved until the one document is found that never gets an answer, which is rejected alone', async () => {
    // Prepare
    const list = documents(index, 16);
    const poison = 'a-11';
    const chunk = renderedChunk(list);
    fixture.proxy.inject({ kind: 'bulk-reset', choose: ({ id }) => id === poison });

    // Act
    const outcome = await besideOthers(fixture.indexer.index(chunk));

    // Assess
    expect(outcome.indexed + outcome.duplicate).toBe(15);
    expect(outcome.rejected).toMatchObject([{ position: 11, type: 'no_answer', index }]);
    expect(await fixture.search(index, { ids: { values: [poison] } })).toEqual([]);
  });
});

describe('bulk items that fail', () => {
  it.each([429, 500, 503] as const)('are sent again alone after %i, the others are final', async (status) => {
    // Prepare
    const fault = fixture.proxy.inject({ kind: 'bulk-items', status, itemRate: 0.5 }, { times: 4 });

    // Act
    const outcome = await fixture.indexer.index(renderedChunk(documents(index, 100)));

    // Assess
    expect(outcome).toEqual(created(100));
    expect(await fixture.ids(index)).toEqual(allIds(100));
    expect(fault.hits).toBe(4);
  });

  it('are seen in an answer that says that there are none', async () => {
    // Prepare
    const items = Array(10).fill({ create: { status: 429 } });
    const change = () => JSON.stringify({ took: 1, errors: false, items });
    fixture.proxy.inject({ kind: 'rewrite', change }, { when: isBulk, times: 1 });

    // Act
    const outcome = await fixture.indexer.index(renderedChunk(documents(index, 10)));

    // Assess: sent again, they were there.
    expect(outcome).toEqual({ indexed: 0, duplicate: 10, safeForm: 0, rejected: [] });
  });

  it('are followed through a storm of mixed failures without loss or doubling', async () => {
    // Prepare
    fixture.proxy.inject({ kind: 'bulk-items', status: 429, itemRate: 0.4 }, { rate: 0.5, times: 40 });
    fixture.proxy.inject({ kind: 'reset-after' }, { when: isBulk, rate: 0.3, times: 10 });
    fixture.proxy.inject({ kind: 'status', status: 503 }, { when: isBulk, rate: 0.2, times: 10 });
    fixture.proxy.inject({ kind: 'cut' }, { when: isBulk, rate: 0.2, times: 10 });

    // Act
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) => fixture.indexer.index(renderedChunk(documents(index, 50, `s${i}`)))),
    );

    // Assess
    const final = outcomes.reduce((sum, { indexed, duplicate }) => sum + indexed + duplicate, 0);
    expect(final).toBe(1000);
    expect(await fixture.ids(index)).toHaveLength(1000);
  });
});

describe('failures that no document is to blame for', () => {
  it('do not make documents dead letters, however long the server fails with every item', async () => {
    // Prepare
    const outage = fixture.proxy.inject({ kind: 'bulk-items', status: 500 });
    const result = fixture.indexer.index(renderedChunk(documents(index, 8)));

    // Act
    await fixture.exchanged(() => outage.hits >= 12);
    outage.remove();

    // Assess
    expect(await result).toEqual(created(8));
    expect(await fixture.ids(index)).toEqual(allIds(8));
  });

  it.each([
    [400, JSON.stringify({ status: 400, error: { type: 'parse_exception', reason: 'request body is required' } })],
    [413, '<h1>Too large</h1>'],
  ])('do not make documents dead letters, however long every request is refused with %i', async (status, body) => {
    // Prepare
    const outage = fixture.proxy.inject({ kind: 'status', status, body }, { when: isBulk });
    const result = fixture.indexer.index(renderedChunk(documents(index, 4)));

    // Act
    await fixture.exchanged(() => outage.hits >= 14);
    outage.remove();

    // Assess
    expect(await result).toEqual(created(4));
    expect(await fixture.ids(index)).toEqual(allIds(4));
  });

  it('do not make a stored document a dead letter, however often its answer is lost', async () => {
    // Prepare: everything that the server has done is lost on the way back, most of the time.
    fixture.proxy.inject({ kind: 'reset-after' }, { when: isBulk, rate: 0.6, times: 120 });

    // Act
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, i) => fixture.indexer.index(renderedChunk(documents(index, 3, `r${i}`)))),
    );

    // Assess
    for (const { rejected, indexed, duplicate } of outcomes) {
      expect(rejected).toEqual([]);
      expect(indexed + duplicate).toBe(3);
    }
    expect(await fixture.ids(index)).toHaveLength(36);
  });

  it('do not hide a document that is stored and whose answer alone is always lost', async () => {
    // Prepare
    const isUnlucky = ({ path, headers }: { path: string; headers: Readonly<Record<string, unknown>> }) =>
      path.startsWith('/_bulk') && Number(headers['content-length']) > 5_000;
    fixture.proxy.inject({ kind: 'reset-after' }, { when: isUnlucky });
    const unlucky = { index, id: 'unlucky', source: { padding: 'x'.repeat(6_000) } };

    // Act
    const outcome = await besideOthers(fixture.indexer.index(renderedChunk([unlucky])));

    // Assess
    expect(outcome).toEqual({ indexed: 0, duplicate: 1, safeForm: 0, rejected: [] });
    expect(await fixture.search(index, { ids: { values: ['unlucky'] } })).toEqual(['unlucky']);
  });
});

describe('a cluster that takes nothing', () => {
  it('is unavailable until the probe and one request succeed', async () => {
    // Prepare
    const outage = fixture.proxy.inject({ kind: 'status', status: 503 });
    const unavailable = reachedState(fixture.indexer, 'unavailable');

    // Act
    const result = fixture.indexer.index(renderedChunk(documents(index, 10)));
    const reason = await unavailable;
    outage.remove();
    const outcome = await result;

    // Assess
    expect(reason).toMatch(/^status_503$|^no_answer$/);
    expect(outcome).toEqual(created(10));
    expect(fixture.indexer.state).toBe('writable');
  });

  it('is probed with a small request, not with the documents', async () => {
    // Prepare
    await fixture.indexer.index(renderedChunk(documents(index, 1, 'first')));
    const outage = fixture.proxy.inject({ kind: 'status', status: 503 });
    const unavailable = reachedState(fixture.indexer, 'unavailable');
    const result = fixture.indexer.index(renderedChunk(documents(index, 10)));
    await unavailable;
    const probed = new Promise<void>((resolve) => {
      const watch = setInterval(() => {
        if (outage.hits < 4) return;
        clearInterval(watch);
        resolve();
      }, 5);
    });

    // Act
    await probed;
    const bulksWhileDown = fixture.proxy.exchanges.filter(
      ({ request, fault }) => isBulk(request) && fault === 'status',
    );
    outage.remove();
    await result;

    // Assess
    expect(bulksWhileDown.length).toBeLessThanOrEqual(1);
  });
});

function isBulk({ path }: { path: string }): boolean {
  return path.startsWith('/_bulk');
}
