import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestScope, type TestStack, testStack } from '@siem/test-support';
import { accountQuery } from '../src/desired/security.ts';

let stack: TestStack;
let scope: TestScope;

beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
});

afterAll(async () => {
  await scope.cleanUp();
  await stack.close();
});

it('the query of document-level security lets through the documents of the accounts only', async () => {
  // Prepare
  const index = `${scope.indexPrefix}log`;
  await stack.opensearch.indices.create({
    index,
    body: {
      mappings: { dynamic_templates: [{ strings: { match_mapping_type: 'string', mapping: { type: 'keyword' } } }] },
    },
  });
  const accounts = ['111122223333', '444455556666', '777788889999'];
  const sources: object[] = [...accounts.map((id) => ({ cloud: { account: { id } } })), { '@message': 'no account' }];
  for (const body of sources) await stack.opensearch.index({ index, body, refresh: true });

  // Act
  const query = JSON.parse(accountQuery(accounts.slice(0, 2)));
  const { body } = await stack.opensearch.search({ index, body: { query: { bool: { filter: [query] } } } });

  // Assess
  const found = body.hits.hits.map(
    ({ _source }) => (_source as { cloud: { account: { id: string } } }).cloud.account.id,
  );
  expect(found.sort()).toEqual(accounts.slice(0, 2));
});
