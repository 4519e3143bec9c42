import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestScope, testStack } from '@siem/test-support';
import { BulkIndexerClosedError } from '../src/index.ts';
import { type BulkFixture, startBulkFixture } from './bulk-fixture.ts';
import { documents, renderedChunk } from './rendered.ts';

const stack = testStack();
const chunkDocuments = 100;
let scope: TestScope;
let fixture: BulkFixture;
let index: string;
let number = 0;
beforeAll(async () => {
  scope = await stack.createScope();
});
beforeEach(async () => {
  fixture = await startBulkFixture(stack, scope, { maxBufferedBytes: 32 * 1024, maxInFlight: 2 });
  index = fixture.index(`slow-${number++}`);
});
afterEach(() => fixture.stop());
afterAll(async () => {
  await scope.cleanUp();
  await stack.close();
});

const chunk = (i: number) => renderedChunk(documents(index, chunkDocuments, `c${i}`));
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a sink slower than the source', () => {
  it('makes index() wait, so that what is not final stays within the buffer', async () => {
    // Prepare
    fixture.proxy.inject({ kind: 'delay', delayMs: 20 }, { when: isBulk });
    let most = 0;
    let settled = 0;

    // Act
    const results = Array.from({ length: 30 }, (_, i) =>
      fixture.indexer.index(chunk(i)).then((outcome) => {
        settled++;
        return outcome;
      }),
    );
    while (settled < results.length) {
      most = Math.max(most, fixture.indexer.bufferedBytes);
      await turn();
    }

    // Assess
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(32 * 1024);
    expect(await fixture.ids(index)).toHaveLength(30 * chunkDocuments);
    expect(fixture.indexer.bufferedBytes).toBe(0);
  });
});

describe('a caller that gives up', () => {
  it('gets its reason, its bytes are free, and the others go on', async () => {
    // Prepare
    fixture.proxy.inject({ kind: 'hang' }, { when: isBulk, times: 1 });
    const stop = new AbortController();
    const asked = new Promise<void>((resolve) => {
      const watch = setInterval(() => {
        if (!fixture.proxy.exchanges.some(({ fault }) => fault === 'hang')) return;
        clearInterval(watch);
        resolve();
      }, 2);
    });

    // Act
    const given = fixture.indexer.index(chunk(0), stop.signal).catch((error: unknown) => error);
    await asked;
    stop.abort(new Error('drain time is over'));
    const outcome = await fixture.indexer.index(chunk(1));

    // Assess
    expect(await given).toEqual(new Error('drain time is over'));
    expect(outcome).toMatchObject({ indexed: chunkDocuments });
    expect(fixture.indexer.bufferedBytes).toBe(0);
  });

  it('does not wait for room any more', async () => {
    // Prepare
    fixture.proxy.inject({ kind: 'hang' }, { when: isBulk });
    const stop = new AbortController();
    const filling = [0, 1, 2].map((i) => fixture.indexer.index(chunk(i)).catch((error: unknown) => error));

    // Act
    const waiting = fixture.indexer.index(chunk(3), stop.signal).catch((error: unknown) => error);
    await turn();
    stop.abort(new Error('enough'));

    // Assess
    expect(await waiting).toEqual(new Error('enough'));
    await fixture.indexer.close();
    for (const error of await Promise.all(filling)) expect(error).toBeInstanceOf(BulkIndexerClosedError);
  });
});

function isBulk({ path }: { path: string }): boolean {
  return path.startsWith('/_bulk');
}
