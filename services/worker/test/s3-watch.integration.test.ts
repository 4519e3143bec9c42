import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type FaultProxy, type ProxiedRequest, startFaultProxy, type TestStack, testStack } from '@siem/test-support';
import { awsClients } from '../src/aws-clients.ts';
import { S3Watch, whyS3IsAway } from '../src/s3-watch.ts';
import { startFixture, until, useStackCredentials, type WorkerFixture } from './worker-fixture.ts';

const keyOf = (name: string) => `AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/${name}.log`;
const body = `version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
2 111122223333 eni-0a1b2c3d4e5f60718 10.0.1.25 203.0.113.77 1024 443 6 12 4821 1769767500 1769767560 ACCEPT OK
`;
const xml = { 'content-type': 'application/xml' };
const refusal = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
const isProbe = ({ path }: ProxiedRequest) => path.includes('/dead-letters/probe');

let stack: TestStack;
let proxy: FaultProxy;
beforeAll(async () => {
  stack = testStack();
  useStackCredentials(stack);
  proxy = await startFaultProxy({ target: stack.endpoints.awsEndpointUrl });
  process.env['AWS_ENDPOINT_URL_S3'] = proxy.url;
});
afterEach(() => proxy.pass());
afterAll(async () => {
  delete process.env['AWS_ENDPOINT_URL_S3'];
  await proxy.stop();
  await stack.close();
});

describe('S3', () => {
  it.each([
    ['has no such object', 404, refusal('NoSuchKey'), xml, undefined],
    ['denies the object', 403, refusal('AccessDenied'), xml, undefined],
    ['knows the credentials no longer', 403, refusal('ExpiredToken'), xml, 'ExpiredToken'],
    ['fails', 500, refusal('InternalError'), xml, 'InternalError'],
    ['wants less', 503, refusal('SlowDown'), xml, 'SlowDown'],
    ['is another server with a page', 200, '<h1>Welcome</h1>', { 'content-type': 'text/html' }, 'none of S3'],
    ['is another server without one', 404, '<h1>Not here</h1>', { 'content-type': 'text/html' }, 'dead-letters/probe'],
  ])('that %s (%i)', async (_, status, answer, headers, reason) => {
    const { s3, sqs } = awsClients();
    proxy.inject({ kind: 'status', status, body: answer, headers }, { when: isProbe });

    const why = await whyS3IsAway(s3, 'letters');
    s3.destroy();
    sqs.destroy();

    if (reason === undefined) expect(why).toBeUndefined();
    else expect(why).toContain(reason);
  });
});

describe('a watch', () => {
  it('probes once for objects that fail together, then until S3 answers, with longer waits', async () => {
    // Prepare
    const answers: (string | undefined)[] = ['reset', 'reset', 'reset', undefined, undefined];
    const changes: (string | undefined)[] = [];
    const waitsMs: number[] = [];
    const watch = new S3Watch({
      probe: async () => answers.shift(),
      onChange: (reason) => changes.push(reason),
      wait: async (ms) => waitsMs.push(ms),
    });

    // Act
    const together = await Promise.all([watch.answers(), watch.answers()]);
    await until(() => changes.length === 2);

    // Assess
    expect(together).toEqual([false, false]);
    expect(changes).toEqual(['reset', undefined]);
    expect(waitsMs).toEqual([1_000, 2_000, 4_000]);
    expect(await watch.answers()).toBe(true);
    expect(answers).toEqual([]);
  });
});

describe('a worker', () => {
  let fixture: WorkerFixture;
  afterEach(async () => {
    proxy.pass();
    await fixture.stop();
  });
  const messages = (outcome: string) => fixture.metric(`siem_messages_total{outcome="${outcome}"}`);
  /** S3 sends it when the notification is set up; it counts as a message. */
  const testEventTaken = () => until(async () => (await messages('deleted')).endsWith(' 1'));

  it('receives nothing while S3 does not answer, and goes on by itself', async () => {
    // Prepare
    fixture = await startFixture(stack, { environment: { SIEM_MESSAGES_IN_FLIGHT: '1' } });
    await testEventTaken();
    const probesBefore = proxy.exchanges.filter(({ request }) => isProbe(request)).length;
    const probes = () => proxy.exchanges.filter(({ request }) => isProbe(request)).length - probesBefore;
    proxy.inject({ kind: 'reset-before' });
    for (const name of ['a', 'b']) await fixture.put(keyOf(name), body);

    // Act
    await until(() => probes() >= 7);
    const meanwhile = [await messages('received'), await fixture.metric('siem_s3_away')];
    proxy.pass();
    await fixture.settled();

    // Assess
    expect(meanwhile).toEqual(['siem_messages_total{outcome="received"} 2', 'siem_s3_away 1']);
    expect(await fixture.metric('siem_s3_away')).toBe('siem_s3_away 0');
    expect(await fixture.count({ match_all: {} })).toBe(1);
    const states = fixture.logged.filter(({ event }) => event === 's3_state').map(({ state }) => state);
    expect(states).toEqual(['away', 'answering']);
  }, 60_000);

  it('loads the other objects of a message when some cannot be read', async () => {
    // Prepare
    fixture = await startFixture(stack);
    await testEventTaken();
    const denied = { kind: 'status', status: 403, body: refusal('AccessDenied'), headers: xml } as const;
    proxy.inject(denied, { when: ({ path }) => path.includes('/denied') });
    const s3Of = (key: string) => ({ bucket: { name: fixture.scope.logBucket }, object: { key } });
    // More than are in work at once, so that the good one comes after they failed.
    const names = [...Array.from({ length: 4 }, (_, i) => `denied-${i}`), 'good'];
    const records = names.map((name) => ({ eventName: 'ObjectCreated:Put', s3: s3Of(keyOf(name)) }));
    const loaded = () => fixture.logged.filter(({ event, key }) => event === 'object_loaded' && key === keyOf('good'));

    // Act
    await fixture.put(keyOf('good'), body);
    await fixture.settled();
    await stack.sqs.send(
      new SendMessageCommand({
        QueueUrl: fixture.scope.queueUrl,
        MessageBody: JSON.stringify({ Records: records }),
      }),
    );
    await until(() => loaded().length === 2);

    // Assess
    expect(await messages('deleted')).toBe('siem_messages_total{outcome="deleted"} 2');
  }, 60_000);
});
