import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FaultProxy, startFaultProxy, type TestStack, testStack } from '@siem/test-support';
import { awsClients } from '../src/aws-clients.ts';
import { useStackCredentials } from './worker-fixture.ts';

let stack: TestStack;
let proxy: FaultProxy;

beforeAll(async () => {
  stack = testStack();
  useStackCredentials(stack);
  proxy = await startFaultProxy({ target: stack.endpoints.awsEndpointUrl });
  process.env['AWS_ENDPOINT_URL'] = proxy.url;
});
afterAll(async () => {
  await proxy.stop();
  await stack.close();
});

describe('the clients of the worker', () => {
  it('do not wait for ever for a server that takes a request and says nothing', async () => {
    // Prepare
    const { s3, sqs } = awsClients(300);
    proxy.inject({ kind: 'hang' }, { times: 2 });

    // Act
    const answers = await Promise.all([s3.send(new ListBucketsCommand({})), sqs.send(new ListQueuesCommand({}))]);

    // Assess
    expect(answers.map(({ $metadata }) => $metadata.attempts)).toEqual([2, 2]);
    s3.destroy();
    sqs.destroy();
  });
});
