import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestScope, testStack } from '@siem/test-support';
import { IndexStuckError } from '../src/index.ts';
import { type BulkFixture, reachedState, startBulkFixture } from './bulk-fixture.ts';
import { documents, renderedChunk } from './rendered.ts';

const stack = testStack();
const { indices } = stack.opensearch;
let scope: TestScope;
let fixture: BulkFixture;
let index: string;
let number = 0;
beforeAll(async () => {
  scope = await stack.createScope();
});
beforeEach(async () => {
  fixture = await startBulkFixture(stack, scope, { shardTimeoutMs: 100, stuckPatienceMs: 5_000 });
  index = fixture.index(`blocked-${number++}`);
});
afterEach(() => fixture.stop());
afterAll(async () => {
  await scope.cleanUp();
  await stack.close();
});

const created = (indexed: number) => ({ indexed, duplicate: 0, safeForm: 0, rejected: [] });

describe('an index that takes nothing any more', () => {
  it.each([
    ['read-only', () => indices.putSettings({ index, body: { 'index.blocks.write': true } })],
    ['closed', () => indices.close({ index })],
  ])('is left for its sibling when it is %s, while others go on', async (_, block) => {
    // Prepare
    const other = fixture.index('free');
    await fixture.indexer.index(renderedChunk(documents(index, 3, 'early')));
    await block();

    // Act
    const outcome = await fixture.indexer.index(
      renderedChunk([...documents(index, 4, 'late'), ...documents(other, 2, `with-${index}`)]),
    );

    // Assess
    expect(outcome).toEqual(created(6));
    expect(await fixture.ids(`${index}_01`)).toEqual(['late-0', 'late-1', 'late-2', 'late-3']);
  });

  it('does not have its documents made a second time in the sibling', async () => {
    // Prepare
    await fixture.indexer.index(renderedChunk(documents(index, 5)));
    await indices.putSettings({ index, body: { 'index.blocks.write': true } });

    // Act
    const outcome = await fixture.indexer.index(renderedChunk(documents(index, 7)));

    // Assess
    expect(outcome).toEqual({ indexed: 2, duplicate: 5, safeForm: 0, rejected: [] });
    expect(await fixture.ids(`${index}_01`)).toEqual(['a-5', 'a-6']);
  });

  it('is followed by a second sibling when the first is left too', async () => {
    await fixture.indexer.index(renderedChunk(documents(index, 1, 'one')));
    await indices.putSettings({ index, body: { 'index.blocks.write': true } });
    await fixture.indexer.index(renderedChunk(documents(index, 1, 'two')));
    await indices.putSettings({ index: `${index}_01`, body: { 'index.blocks.write': true } });

    await fixture.indexer.index(renderedChunk([...documents(index, 1, 'three'), ...documents(index, 1, 'two')]));

    expect(await fixture.ids(`${index}_02`)).toEqual(['three-0']);
  });

  it('is written through the sibling by every worker, also when it takes documents again', async () => {
    // Prepare: another worker that has written to the original and knows of no sibling.
    const other = await startBulkFixture(stack, scope, { siblingRefreshMs: 2_000 });
    await other.indexer.index(renderedChunk(documents(index, 1, 'early')));
    await indices.putSettings({ index, body: { 'index.blocks.write': true } });
    await fixture.indexer.index(renderedChunk(documents(index, 3)));
    await indices.putSettings({ index, body: { 'index.blocks.write': false } });
    await other.asksForSiblings(2);

    // Act
    const outcome = await other.indexer.index(renderedChunk(documents(index, 3)));

    // Assess
    expect(outcome).toEqual({ indexed: 0, duplicate: 3, safeForm: 0, rejected: [] });
    expect(await fixture.ids(index)).toEqual(['early-0']);
    await other.stop();
  });
});

describe('an index whose shard is nowhere', () => {
  it('holds nobody back, gives its documents back after a while, and takes them when the shard is there', async () => {
    // Prepare
    const nowhere = { 'index.routing.allocation.require._name': 'no-such-node' };
    await indices.create({ index, body: { settings: nowhere }, wait_for_active_shards: '0' });
    const free = fixture.index('free-too');

    // Act
    const stuck = Array.from({ length: 3 }, (_, i) =>
      fixture.indexer.index(renderedChunk(documents(index, 2, `s${i}`))).catch((error: unknown) => error),
    );
    const outcome = await fixture.indexer.index(renderedChunk(documents(free, 20, index)));
    const [first, ...others] = stuck;
    const errors = await Promise.all(others);
    await indices.putSettings({ index, body: { 'index.routing.allocation.require._name': null as never } });

    // Assess
    expect(outcome).toEqual(created(20));
    for (const error of errors) expect(error).toBeInstanceOf(IndexStuckError);
    expect(await first).toEqual(created(2));
  });
});

describe('the flood stage of a full disk', () => {
  it('is an outage, and the documents follow by themselves when there is room', async () => {
    // Prepare
    await fixture.indexer.index(renderedChunk(documents(index, 1, 'early')));
    await indices.putSettings({ index, body: { 'index.blocks.read_only_allow_delete': true } });
    const unavailable = reachedState(fixture.indexer, 'unavailable');

    // Act
    const result = fixture.indexer.index(renderedChunk(documents(index, 4)));
    const reason = await unavailable;
    await indices.putSettings({ index, body: { 'index.blocks.read_only_allow_delete': null as never } });

    // Assess
    expect(reason).toBe('flood_stage');
    expect(await result).toEqual(created(4));
    expect(await fixture.ids(`${index}_01`)).toEqual([]);
    expect(fixture.indexer.state).toBe('writable');
  });

  it('of one index is no outage while others take documents', async () => {
    // Prepare
    await fixture.indexer.index(renderedChunk(documents(index, 1, 'early')));
    await indices.putSettings({ index, body: { 'index.blocks.read_only_allow_delete': true } });
    const states: string[] = [];
    fixture.indexer.onStateChange(({ state }) => states.push(state));
    const other = fixture.index(`beside-${number}`);

    // Act
    const result = fixture.indexer.index(renderedChunk(documents(index, 4)));
    for (let i = 0; fixture.indexer.stuckIndexes.every(({ forMs }) => forMs < 10_000); i++)
      await fixture.indexer.index(renderedChunk(documents(other, 1, `other${i}`)));
    await indices.putSettings({ index, body: { 'index.blocks.read_only_allow_delete': null as never } });

    // Assess
    expect(await result).toEqual(created(4));
    expect(states).not.toContain('unavailable');
  });
});
