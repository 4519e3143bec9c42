import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestStack, testStack } from '@siem/test-support';
import { runFault } from '../src/harness/run-fault.ts';
import { shortFaults } from '../src/short.ts';

let clients: TestStack;
beforeAll(() => {
  clients = testStack();
});
afterAll(() => clients.close());

describe('real workers', () => {
  it.each(shortFaults)(
    'lose nothing and double nothing: $name',
    async (fault) => {
      const run = await runFault(fault, { clients }, { seed: 11, records: 6_000, timeoutMs: 60_000 });

      expect(run).toMatchObject({ passed: true, givenUp: 0 });
      expect(run.outcome).toMatchObject({ records: 6_000, doubled: 0, lost: 0, deadLetteredInVain: 0 });
    },
    120_000,
  );
});
