import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localAwsClients, type Stack, startStack } from '../src/index.ts';
import { isProcessAlive } from './until.ts';

const workDir = mkdtempSync(join(tmpdir(), 'siem-stack-'));
let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ workDir, nodes: 3, heapMb: 768, tunedFor: 'start' });
}, 180_000);
afterAll(async () => {
  await stack.stop();
  rmSync(workDir, { recursive: true, force: true });
});

async function get(path: string, timeoutMs = 30_000): Promise<Record<string, unknown>> {
  const response = await fetch(`${stack.endpoints.opensearchUrl}${path}`, { signal: AbortSignal.timeout(timeoutMs) });
  return (await response.json()) as Record<string, unknown>;
}

async function putDocument(id: string): Promise<void> {
  await fetch(`${stack.endpoints.opensearchUrl}/kept/_doc/${id}?refresh=true`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"message":"here"}',
  });
}

describe('a stack of three nodes', () => {
  it('is one cluster that answers on every node', async () => {
    expect(stack.opensearch.nodeUrls).toHaveLength(3);
    expect(await get('/_cluster/health')).toMatchObject({
      status: 'green',
      number_of_nodes: 3,
    });
  });

  it('has a queue that hands messages to its dead letter queue after 20 receives', async () => {
    // Prepare
    const { sqs, s3 } = localAwsClients(stack.endpoints.awsEndpointUrl);

    // Act
    const answer = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: stack.resources.queueUrl, AttributeNames: ['All'] }),
    );

    // Assess
    sqs.destroy();
    s3.destroy();
    expect(JSON.parse(answer.Attributes?.['RedrivePolicy'] ?? '{}')).toMatchObject({
      maxReceiveCount: 20,
      deadLetterTargetArn: expect.stringMatching(/:siem-log-notifications-dlq$/),
    });
  });

  it('refuses a second stack in the same folder and keeps the first', async () => {
    await expect(startStack({ workDir })).rejects.toMatchObject({ code: 'STACK_IN_USE' });

    expect(await get('/')).toHaveProperty('cluster_name');
  });

  it('does not answer while it is paused, and does again when it is resumed', async () => {
    // Act
    await stack.opensearch.pause();
    const whilePaused = await get('/', 300).catch((error: Error) => error.name);
    await stack.opensearch.resume();

    // Assess
    expect(whilePaused).toBe('TimeoutError');
    expect(await get('/')).toHaveProperty('cluster_name');
  });

  it.each(['stop', 'kill'] as const)(
    'refuses connections after %s and starts again with its data on its port',
    async (end) => {
      // Prepare
      await putDocument(end);
      const pidBefore = stack.opensearch.pid;

      // Act
      await stack.opensearch[end]();
      const whileStopped = await get('/').catch((error: Error & { cause?: { code: string } }) => error.cause?.code);
      await stack.opensearch.start();

      // Assess
      expect(whileStopped).toBe('ECONNREFUSED');
      expect(isProcessAlive(pidBefore)).toBe(false);
      expect(await get(`/kept/_doc/${end}`)).toMatchObject({ found: true });
    },
  );
});
