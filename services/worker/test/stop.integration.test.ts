import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type FaultProxy, startFaultProxy, type TestStack, testStack } from '@siem/test-support';
import { startFixture, until, useStackCredentials, type WorkerFixture } from './worker-fixture.ts';

const keyOf = (name: string) => `AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/${name}.log.gz`;
const header =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n';
const line = (i: number) =>
  `2 111122223333 eni-0a1b2c3d4e5f60718 10.0.1.25 203.0.113.77 ${1024 + (i % 60_000)} 443 6 12 4821 1769767500 ${1769767560 + i} ACCEPT OK\n`;
const body = gzipSync(header + Array.from({ length: 3_000 }, (_, i) => line(i)).join(''));

let stack: TestStack;
let opensearch: FaultProxy;
let s3: FaultProxy;
let fixture: WorkerFixture;
beforeAll(async () => {
  stack = testStack();
  useStackCredentials(stack);
  opensearch = await startFaultProxy({ target: stack.endpoints.opensearchUrl });
  s3 = await startFaultProxy({ target: stack.endpoints.awsEndpointUrl });
  process.env['AWS_ENDPOINT_URL_S3'] = s3.url;
});
afterEach(async () => {
  opensearch.pass();
  s3.pass();
  await fixture.scope.cleanUp();
});
afterAll(async () => {
  delete process.env['AWS_ENDPOINT_URL_S3'];
  await Promise.all([opensearch.stop(), s3.stop()]);
  await stack.close();
});

const start = (environment: Record<string, string>) =>
  startFixture(stack, { environment: { OPENSEARCH_URL: opensearch.url, SIEM_DRAIN_SECONDS: '1', ...environment } });

/** Messages that went back to the queue at once. */
async function released(): Promise<number | undefined> {
  const { values } = await fixture.worker.metrics.messages.get();
  return values.find(({ labels }) => labels.outcome === 'released')?.value;
}

describe('a worker that is stopped', () => {
  it('ends although its objects hold every chunk that may be in work, and each waits for another', async () => {
    // Prepare
    fixture = await start({
      SIEM_CHUNK_BYTES: '16384',
      SIEM_CHUNKS_IN_FLIGHT: '4',
      SIEM_CHUNKS_PER_OBJECT: '4',
    });
    const hanging = opensearch.inject({ kind: 'hang' }, { when: ({ path }) => path.includes('_bulk') });
    await Promise.all(Array.from({ length: 6 }, (_, i) => fixture.put(keyOf(`a${i}`), body)));
    await until(() => hanging.hits > 0);

    // Act
    await fixture.worker.stop();

    // Assess
    expect(fixture.logged.at(-1)).toMatchObject({ event: 'worker_stopped' });
    expect(await released()).toBe(6);
  }, 60_000);

  it('ends while S3 sends an object byte by byte, and gives its message back', async () => {
    // Prepare
    fixture = await start({});
    const slow = s3.inject({ kind: 'slow', bytesPerSecond: 10 }, { when: ({ method }) => method === 'GET' });
    await fixture.put(keyOf('slow'), body);
    await until(() => slow.hits > 0);

    // Act
    await fixture.worker.stop();

    // Assess
    expect(await released()).toBe(1);
  }, 15_000);
});
