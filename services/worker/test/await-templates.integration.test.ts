import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FaultProxy, startFaultProxy, type TestStack, testStack } from '@siem/test-support';
import { startFixture, until, useStackCredentials, type WorkerFixture } from './worker-fixture.ts';

const key = 'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/a.log';
const body = `version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
2 111122223333 eni-0a1b2c3d4e5f60718 10.0.1.25 203.0.113.77 1024 443 6 12 4821 1769767500 1769767560 ACCEPT OK
`;

let stack: TestStack;
let proxy: FaultProxy;
let looks = 0;
beforeAll(async () => {
  stack = testStack();
  useStackCredentials(stack);
  proxy = await startFaultProxy({ target: stack.endpoints.opensearchUrl });
});
afterAll(async () => {
  await proxy.stop();
  await stack.close();
});

/** The servers of tests have no templates; what would answer for them is put in. */
const answer = (status: number) =>
  proxy.inject(
    { kind: 'status', status, body: '{}' },
    {
      when: ({ path }) => {
        if (path !== '/_index_template/siem-log') return false;
        looks++;
        return true;
      },
    },
  );

const start = (): Promise<WorkerFixture> =>
  startFixture(stack, { environment: { OPENSEARCH_URL: proxy.url, SIEM_WAIT_FOR_TEMPLATES: 'true' } });

const looked = (times: number) => until(() => looks >= times);

const loaded = ({ logged }: WorkerFixture) => logged.filter(({ event }) => event === 'object_loaded').length;

describe('SIEM_WAIT_FOR_TEMPLATES', () => {
  it('keeps the worker from receiving until bootstrap has made the templates', async () => {
    // Prepare
    looks = 0;
    const missing = answer(404);
    const fixture = await start();
    await fixture.put(key, body);

    // Act
    await looked(2);
    const before = loaded(fixture);
    missing.remove();
    const made = answer(200);
    await fixture.settled();

    // Assess
    expect(before).toBe(0);
    expect(loaded(fixture)).toBe(1);
    expect(fixture.logged).toContainEqual(
      expect.objectContaining({ event: 'templates_missing', reason: '/_index_template/siem-log answers 404' }),
    );
    made.remove();
    await fixture.stop();
  }, 60_000);

  it('ends with the worker', async () => {
    // Prepare
    looks = 0;
    const missing = answer(403);
    const fixture = await start();
    await looked(1);

    // Act
    await fixture.stop();

    // Assess
    missing.remove();
    expect(fixture.logged.at(-1)).toMatchObject({ event: 'worker_stopped' });
  }, 60_000);
});
