import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOpenSearchClient, readOpenSearchConfig } from '@siem/opensearch-client';
import { type FaultProxy, startFaultProxy, type TestScope, type TestStack, testStack } from '@siem/test-support';
import { checkReadiness } from '../src/readiness.ts';

let stack: TestStack;
let scope: TestScope;
let proxy: FaultProxy;
beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
  proxy = await startFaultProxy({ target: stack.endpoints.opensearchUrl });
});
afterAll(async () => {
  await proxy.stop();
  await scope.cleanUp();
  await stack.close();
});

describe('checkReadiness', () => {
  it.each([
    [404, []],
    [403, ['opensearch']],
    [503, ['opensearch']],
  ])(
    'where OpenSearch answers %i names %j: collections know no path / but whom they let in',
    async (status, unready) => {
      const opensearch = createOpenSearchClient(
        readOpenSearchConfig({ ...scope.environment, OPENSEARCH_URL: proxy.url }),
      );
      const fault = proxy.inject({ kind: 'status', status }, { when: ({ path }) => path === '/' });

      const named = await checkReadiness({ sqs: stack.sqs, queueUrl: scope.queueUrl, opensearch });
      fault.remove();
      await opensearch.close();

      expect(named).toEqual(unready);
    },
  );
});
