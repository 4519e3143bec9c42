import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DeadLetterWriter } from '@siem/dead-letters';
import { connectTestStack, type FaultProxy, startFaultProxy, type TestScope, testStack } from '@siem/test-support';

const stack = testStack();
let scope: TestScope;
let proxy: FaultProxy;
beforeAll(async () => {
  scope = await stack.createScope();
  proxy = await startFaultProxy({ target: stack.endpoints.awsEndpointUrl });
});
afterAll(async () => {
  await proxy.stop();
  await scope.cleanUp();
  await stack.close();
});

it('does not take the page of a proxy for a stored file', async () => {
  // Prepare
  const behindProxy = connectTestStack({ ...stack, endpoints: { ...stack.endpoints, awsEndpointUrl: proxy.url } });
  proxy.inject({ kind: 'status', status: 200, body: '<h1>Welcome</h1>', headers: { 'content-type': 'text/html' } });
  const writer = new DeadLetterWriter(behindProxy.s3, scope.deadLetterBucket, () => 'object');
  const letter = {
    reason: 'why',
    code: 'no_pattern_matched',
    bucket: 'logs',
    key: 'a.log',
    position: {},
    parser_version: 'test',
    log_type: 'lines',
    raw: 'a',
    raw_encoding: 'utf8',
    first_seen: '2026-01-30T10:00:00.000Z',
  } as const;

  // Act
  const stored = writer.add([letter]).then(() => writer.finish('lines'));

  // Assess
  await expect(stored).rejects.toThrow('is not stored');
  await behindProxy.close();
});
