import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ProxiedRequest, type TestScope, testStack } from '@siem/test-support';
import { type BulkFixture, startBulkFixture } from './bulk-fixture.ts';
import { documents, renderedChunk } from './rendered.ts';

const stack = testStack();
const limitBytes = 100_000;
const padding = 'x'.repeat(2_000);
let scope: TestScope;
let fixture: BulkFixture;
let index: string;
let number = 0;
beforeAll(async () => {
  scope = await stack.createScope();
});
beforeEach(async () => {
  fixture = await startBulkFixture(stack, scope);
  index = fixture.index(`large-${number++}`);
  const headers = { 'content-type': 'text/html' };
  fixture.proxy.inject({ kind: 'status', status: 413, headers, body: '<h1>Too large</h1>' }, { when: isTooLarge });
});
afterEach(() => fixture.stop());
afterAll(async () => {
  await scope.cleanUp();
  await stack.close();
});

const isTooLarge = ({ path, headers }: ProxiedRequest) =>
  path.startsWith('/_bulk') && Number(headers['content-length']) > limitBytes;
const padded = (count: number) =>
  documents(index, count).map((document) => ({ ...document, source: { number: document.id, padding } }));
const refusals = () => fixture.proxy.exchanges.filter(({ fault }) => fault === 'status').length;

describe('a request that OpenSearch finds too large (413)', () => {
  it('is halved until its parts are small enough, and every document arrives once', async () => {
    const outcome = await fixture.indexer.index(renderedChunk(padded(300)));

    expect(outcome).toEqual({ indexed: 300, duplicate: 0, safeForm: 0, rejected: [] });
    expect(await fixture.ids(index)).toHaveLength(300);
    expect(refusals()).toBeGreaterThan(0);
  });

  it('makes later requests smaller from the start', async () => {
    // Prepare
    await fixture.indexer.index(renderedChunk(padded(300)));
    const before = refusals();

    // Act
    await fixture.indexer.index(
      renderedChunk(padded(300).map((document) => ({ ...document, id: `b-${document.id}` }))),
    );

    // Assess
    expect(refusals()).toBe(before);
    expect(fixture.gauges.get('siem_bulk_max_request_bytes')?.at(-1)).toBeLessThanOrEqual(limitBytes * 2);
  });

  it('does not keep later requests small when small ones were refused too, which is no matter of size', async () => {
    // Prepare
    const outage = fixture.proxy.inject(
      { kind: 'status', status: 413 },
      { when: ({ path }) => path.startsWith('/_bulk') },
    );
    const result = fixture.indexer.index(renderedChunk(padded(100)));
    await fixture.exchanged(() => outage.hits >= 12);

    // Act
    outage.remove();
    fixture.proxy.pass();
    await result;

    // Assess
    expect(fixture.gauges.get('siem_bulk_max_request_bytes')?.at(-1)).toBe(5 * 1024 * 1024);
  });

  it('rejects the one document that is too large alone, with the reason, and takes the others', async () => {
    // Prepare
    const list = padded(5);
    const huge = { index, id: 'huge', source: { padding: 'x'.repeat(limitBytes) } };

    // Act
    const outcome = await fixture.indexer.index(renderedChunk([...list.slice(0, 3), huge, ...list.slice(3)]));

    // Assess
    expect(outcome).toMatchObject({ indexed: 5, rejected: [{ position: 3, type: 'document_too_large', index }] });
  });
});
