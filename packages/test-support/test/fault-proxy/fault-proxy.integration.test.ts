import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connectTestStack, type FaultProxy, startFaultProxy, type TestScope, testStack } from '../../src/index.ts';

const stack = testStack();
let scope: TestScope;
let proxy: FaultProxy;
let index = '';
beforeAll(async () => {
  scope = await stack.createScope();
  index = `${scope.indexPrefix}faults`;
});
afterEach(() => proxy.stop());
afterAll(async () => {
  await scope.cleanUp();
  await stack.close();
});

const json = { 'content-type': 'application/json' };

async function openSearchProxy(seed = 1): Promise<FaultProxy> {
  proxy = await startFaultProxy({ target: stack.endpoints.opensearchUrl, seed });
  return proxy;
}

/** Status, or the kind of the failure. */
async function send(path: string, init?: RequestInit): Promise<number | string> {
  try {
    const response = await fetch(`${proxy.url}${path}`, init);
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    const { cause } = error as Error & { cause?: { code?: string } };
    return cause?.code ?? (error as Error).name;
  }
}

async function isStored(id: string): Promise<boolean> {
  return (await stack.opensearch.exists({ index, id })).body;
}

describe('a fault proxy before OpenSearch', () => {
  it('passes everything until a fault is injected', async () => {
    await openSearchProxy();

    expect(await send('/')).toBe(200);
    expect(proxy.exchanges).toMatchObject([{ fault: 'pass', status: 200, request: { method: 'GET', path: '/' } }]);
  });

  it('answers with a status as often as told, and tells when to come again', async () => {
    // Prepare
    await openSearchProxy();
    const fault = proxy.inject({ kind: 'status', status: 429, retryAfterSeconds: 3 }, { times: 2 });

    // Act
    const first = await fetch(`${proxy.url}/`);
    await first.arrayBuffer();
    const rest = [await send('/'), await send('/')];

    // Assess
    expect([first.status, first.headers.get('retry-after'), ...rest]).toEqual([429, '3', 429, 200]);
    expect(fault.hits).toBe(2);
  });

  it('hits the same share of requests in the same order for the same seed', async () => {
    // Prepare
    const run = async (seed: number) => {
      await openSearchProxy(seed);
      proxy.inject({ kind: 'status', status: 503 }, { rate: 0.5 });
      const statuses: (number | string)[] = [];
      for (let request = 0; request < 20; request++) statuses.push(await send('/'));
      await proxy.stop();
      return statuses;
    };

    // Act
    const [first, again, other] = [await run(7), await run(7), await run(8)];

    // Assess
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    expect(new Set(first)).toEqual(new Set([200, 503]));
  });

  it('does not reach the server when it resets before forwarding', async () => {
    await openSearchProxy();
    proxy.inject({ kind: 'reset-before' });

    const outcome = await send(`/${index}/_doc/before`, { method: 'PUT', headers: json, body: '{}' });

    expect(outcome).toBe('ECONNRESET');
    expect(await isStored('before')).toBe(false);
  });

  it('has reached the server when it resets after forwarding', async () => {
    await openSearchProxy();
    proxy.inject({ kind: 'reset-after' });

    const outcome = await send(`/${index}/_doc/after`, { method: 'PUT', headers: json, body: '{}' });

    expect(outcome).toBe('ECONNRESET');
    expect(await isStored('after')).toBe(true);
  });

  it('keeps a request until it is let go', async () => {
    // Prepare
    await openSearchProxy();
    proxy.inject({ kind: 'hang' });

    // Act
    const whileHanging = await send('/', { signal: AbortSignal.timeout(200) });
    proxy.pass();

    // Assess
    expect(whileHanging).toBe('TimeoutError');
    expect(await send('/')).toBe(200);
  });

  it('forwards a delayed request', async () => {
    await openSearchProxy();
    proxy.inject({ kind: 'delay', delayMs: 30 });

    expect(await send('/')).toBe(200);
    expect(proxy.exchanges).toMatchObject([{ fault: 'delay' }]);
  });

  it('passes another body than the server, with its status', async () => {
    await openSearchProxy();
    proxy.inject({ kind: 'rewrite', change: (body) => `${body.length > 0}` });

    const response = await fetch(`${proxy.url}/${index}-none/_doc/1`, { headers: { 'accept-encoding': 'identity' } });

    expect([response.status, await response.text()]).toEqual([404, 'true']);
  });

  it('looks like a broken connection when the server is gone', async () => {
    proxy = await startFaultProxy({ target: 'http://127.0.0.1:9' });

    expect(await send('/')).toBe('ECONNRESET');
  });

  it('leaves other requests alone', async () => {
    await openSearchProxy();
    proxy.inject({ kind: 'status', status: 503 }, { when: ({ path }) => path.startsWith('/_cluster') });

    expect([await send('/'), await send('/_cluster/health')]).toEqual([200, 503]);
  });
});

describe('a fault proxy before S3 and SQS', () => {
  async function awsProxy() {
    proxy = await startFaultProxy({ target: stack.endpoints.awsEndpointUrl });
    return connectTestStack({ ...stack, endpoints: { ...stack.endpoints, awsEndpointUrl: proxy.url } });
  }

  it('cuts an object in half', async () => {
    // Prepare
    const { s3, close } = await awsProxy();
    const body = 'x'.repeat(100_000);
    await s3.send(new PutObjectCommand({ Bucket: scope.logBucket, Key: 'cut.log', Body: body }));
    proxy.inject({ kind: 'cut' });

    // Act
    const answer = await s3.send(new GetObjectCommand({ Bucket: scope.logBucket, Key: 'cut.log' }));
    let received = 0;
    const reading = (async () => {
      for await (const part of answer.Body as AsyncIterable<Buffer>) received += part.length;
    })();

    // Assess
    await expect(reading).rejects.toMatchObject({ message: 'aborted' });
    expect(answer.ContentLength).toBe(body.length);
    expect(received).toBe(body.length / 2);
    await close();
  });

  it('hits one SQS operation by its name, and the SDK gets over it', async () => {
    // Prepare
    const { sqs, close } = await awsProxy();
    proxy.inject(
      { kind: 'status', status: 503 },
      { when: ({ operation }) => operation === 'AmazonSQS.SendMessage', times: 1 },
    );

    // Act
    const answer = await sqs.send(
      new SendMessageCommand({ QueueUrl: proxy.through(scope.queueUrl), MessageBody: 'one' }),
    );

    // Assess
    expect(answer.MessageId).toBeDefined();
    expect(proxy.exchanges.map(({ status }) => status)).toEqual([503, 200]);
    await close();
  });
});
