import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestStack, testStack } from '@siem/test-support';
import { type FixtureOptions, startFixture, until, useStackCredentials, type WorkerFixture } from './worker-fixture.ts';

const definitionModules = [new URL('./fixtures/poison-log-type.ts', import.meta.url).href];
/** Equal lines would be one document, whatever object they stand in. */
const lines = (count: number, word = 'word') => Array.from({ length: count }, (_, i) => `${word} ${i}`);
const loaded = { match: { '@log_type': 'poison-lines' } };

let stack: TestStack;
let fixture: WorkerFixture;

beforeAll(() => {
  stack = testStack();
  useStackCredentials(stack);
});
afterAll(() => stack.close());
afterEach(() => fixture.stop());

async function start(options: FixtureOptions = {}): Promise<void> {
  fixture = await startFixture(stack, {
    definitionModules,
    ...options,
    environment: { SIEM_TASK_TIMEOUT_SECONDS: '1', SIEM_THREAD_MEMORY_MIB: '96', ...options.environment },
  });
}

describe('a record that harms whoever parses it', () => {
  it('becomes a dead letter with its bytes, and the rest of its object and the objects beside it are indexed', async () => {
    // Prepare
    await start();
    const hanging = lines(40, 'hanging').with(15, 'loop 1');
    const allocating = lines(40, 'allocating').with(2, 'allocate 2').with(39, 'exit 3');

    // Act
    await fixture.put('poison-lines/hanging.log', hanging.join('\n'));
    await fixture.put('poison-lines/allocating.log', allocating.join('\n'));
    await fixture.put('poison-lines/good.log', lines(300).join('\n'));
    await fixture.settled();

    // Assess
    expect(await fixture.count(loaded)).toBe(39 + 38 + 300);
    const letters = await fixture.deadLetters();
    const found = letters.map(({ code, raw, position }) => [raw, position, code]);
    expect(found).toHaveLength(3);
    expect(found).toContainEqual(['loop 1', { record: 15 }, 'record_timed_out']);
    expect(found).toContainEqual(['exit 3', { record: 39 }, 'record_crashed_thread']);
    // Which limit it meets first, memory or time, depends on the machine.
    expect(found).toContainEqual(['allocate 2', { record: 2 }, expect.stringMatching(/^record_(crashed|timed)/)]);
    expect(await fixture.metric('siem_ledger_imbalance_total{')).toBe('');
  });

  it('ends, with too many others in one object, in the dead-letter queue within the receive limit', async () => {
    // Prepare
    await start({ maxReceiveCount: 2, environment: { SIEM_MAX_POISON_RECORDS: '1' } });

    // Act
    await fixture.put('poison-lines/poison.log', lines(40, 'poison').fill('exit 1', 10, 30).join('\n'));
    await fixture.put('poison-lines/good.log', lines(300).join('\n'));
    await fixture.ended('poison-lines/good.log');
    await until(async () => (await fixture.messages(fixture.scope.deadLetterQueueUrl)) === 1);

    // Assess
    expect(await fixture.count(loaded)).toBeGreaterThanOrEqual(300);
    expect(await fixture.metric('siem_errors_total')).toContain('code="poison_object"} 2');
  });
});

describe('small objects', () => {
  it('are done while one larger than all bytes in work is still read', async () => {
    // Prepare
    await start({
      environment: { SIEM_BYTES_IN_FLIGHT: '1048576', SIEM_TASK_TIMEOUT_SECONDS: '30', SIEM_DRAIN_SECONDS: '1' },
    });
    const of = (name: string) => ({ match_phrase: { '@log_s3key': `poison-lines/${name}.log` } });

    // Act
    await fixture.put('poison-lines/huge.log', lines(300_000).join('\n'));
    await fixture.put('poison-lines/small.log', lines(10, 'small').join('\n'));
    await fixture.ended('poison-lines/small.log');

    // Assess
    expect(await fixture.count(of('small'))).toBe(10);
    expect(await fixture.count(of('huge'))).toBeLessThan(300_000);
  });
});
