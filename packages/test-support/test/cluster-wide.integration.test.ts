import { randomBytes } from 'node:crypto';
import { afterAll, expect, it } from '@jest/globals';
import { clusterWideNames } from '../src/cluster-wide.ts';
import { testStack } from '../src/index.ts';

const stack = testStack();
afterAll(() => stack.close());

it('names templates that hold for all tests, and none of a scope', async () => {
  // Prepare
  await using scope = await stack.createScope();
  const names = [`mine-${randomBytes(5).toString('hex')}`, `${scope.indexPrefix}mine`];
  const patterns = names.map((name) => `${name}-*`);

  // Act
  for (const [i, name] of names.entries()) {
    await stack.opensearch.cluster.putComponentTemplate({ name, body: { template: {} } });
    const body = { index_patterns: [patterns[i]!], composed_of: [name] };
    await stack.opensearch.indices.putIndexTemplate({ name, body });
  }
  const found = await clusterWideNames(stack.endpoints.opensearchUrl);
  for (const name of names) {
    await stack.opensearch.indices.deleteIndexTemplate({ name });
    await stack.opensearch.cluster.deleteComponentTemplate({ name });
  }

  // Assess
  const mine = found.filter((text) => names.some((name) => text.includes(name)));
  expect(mine).toEqual([`index template ${names[0]}`, `component template ${names[0]}`]);
});
