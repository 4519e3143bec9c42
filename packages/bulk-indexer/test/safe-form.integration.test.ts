import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestScope, testStack } from '@siem/test-support';
import { type BulkFixture, startBulkFixture } from './bulk-fixture.ts';
import { renderedChunk } from './rendered.ts';

const stack = testStack();
let scope: TestScope;
let fixture: BulkFixture;
let index: string;
let number = 0;
beforeAll(async () => {
  scope = await stack.createScope();
});
beforeEach(async () => {
  fixture = await startBulkFixture(stack, scope);
  index = fixture.index(`conflict-${number++}`);
  await stack.opensearch.indices.create({
    index,
    body: {
      settings: { 'index.mapping.total_fields.limit': 60 },
      mappings: {
        properties: {
          '@message': { type: 'text' },
          siem_unmapped: { type: 'flat_object' },
          source: { properties: { ip: { type: 'ip' }, port: { type: 'long' } } },
          started: { type: 'date' },
          exact: { type: 'keyword' },
          user: { properties: { name: { type: 'keyword' } } },
        },
      },
    },
  });
});
afterEach(() => fixture.stop());
afterAll(async () => {
  await scope.cleanUp();
  await stack.close();
});

const many = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`field_${i}`, i]));

describe('a document that its index refuses', () => {
  it.each([
    ['an address that is none', { source: { ip: 'not-an-address', port: 7 } }, 'bad_value', 'source.ip'],
    ['a date that is none', { started: 'the day before yesterday', source: { port: 7 } }, 'bad_value', 'started'],
    ['a number that is none', { source: { port: 'https' } }, 'bad_value', 'source.port'],
    ['text where the index has an object', { user: 'alice', source: { port: 7 } }, 'mapping_conflict', 'user'],
    ['an object where the index has text', { exact: { a: 1 }, source: { port: 7 } }, undefined, undefined],
    ['a term longer than Lucene takes', { exact: 'x'.repeat(40_000), source: { port: 7 } }, 'term_too_long', 'exact'],
    ['more fields than the index allows', { ...many, source: { port: 7 } }, 'field_limit', ''],
  ])('stays searchable in safe form: %s', async (_, fields, reason, field) => {
    // Prepare
    const base = { '@message': 'the record itself', '@timestamp': '2026-01-30T10:00:00Z', event: { module: 'test' } };
    const good = { index, id: 'good', source: { ...base, source: { ip: '192.0.2.1' } } };
    const bad = { index, id: 'bad', source: { ...base, ...fields } };

    // Act
    const outcome = await fixture.indexer.index(renderedChunk([good, bad]));

    // Assess
    expect(outcome).toEqual({ indexed: 2, duplicate: 0, safeForm: 1, rejected: [] });
    expect(await fixture.search(index, { match: { '@message': 'itself' } })).toEqual(['bad', 'good']);
    const stored = await fixture.source(index, 'bad');
    expect(stored).toMatchObject({ ...base, tags: ['siem_safe_form'] });
    if (reason !== undefined) {
      expect(stored).toMatchObject({ siem: { safe_form: { reason } } });
      expect(fixture.indexer.conflicts).toContainEqual({ index, field, reason, documents: 1 });
    }
  });

  it('moves only what was refused: the other fields stay where dashboards look for them', async () => {
    const source = { source: { ip: 'nonsense', port: 7 }, user: { name: 'alice' } };

    await fixture.indexer.index(renderedChunk([{ index, id: 'bad', source }]));

    expect(await fixture.source(index, 'bad')).toMatchObject({
      source: { port: 7 },
      user: { name: 'alice' },
      siem_unmapped: { 'source.ip': 'nonsense' },
    });
    expect(await fixture.search(index, { term: { 'siem_unmapped.source.ip': 'nonsense' } })).toEqual(['bad']);
  });

  it('is not made a second time in another form when it is delivered again', async () => {
    const chunk = () => renderedChunk([{ index, id: 'bad', source: { source: { ip: 'nonsense' } } }]);

    const first = await fixture.indexer.index(chunk());
    const second = await fixture.indexer.index(chunk());

    expect(first).toMatchObject({ indexed: 1, safeForm: 1 });
    expect(second).toMatchObject({ indexed: 0, duplicate: 1, rejected: [] });
    expect(await fixture.ids(index)).toEqual(['bad']);
  });

  it('is rejected when no form helps, with the reason, and blocks nobody', async () => {
    const good = { index, id: 'good', source: { user: { name: 'alice' } } };
    const hopeless = { index: 'Not A Name', id: 'x', source: { user: { name: 'bob' } } };

    const outcome = await fixture.indexer.index(renderedChunk([hopeless, good]));

    expect(outcome).toMatchObject({ indexed: 1, rejected: [{ position: 0, type: 'invalid_index_name_exception' }] });
  });
});
