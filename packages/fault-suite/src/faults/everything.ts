import type { Fault as Injected } from '@siem/test-support';
import type { Fault } from '../fault.ts';
import { isBulkRequest, isObjectRead } from '../harness/requests.ts';

const rounds = 15;
const connectionFaults: readonly Injected[] = [
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'cut' },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 500 },
  { kind: 'delay', delayMs: 1_500 },
];

export default {
  name: 'everything',
  summary: `${rounds} rounds of what the seed chooses, at the same time: workers killed, servers failing, connections breaking`,
  workers: 2,
  async inject(bench) {
    const { random, workers, opensearchProxy, awsProxy } = bench;
    for (let round = 1; round <= rounds; round++) {
      const rate = random.pick([0.1, 0.3, 0.6]);
      const faults = [
        opensearchProxy.inject(random.pick(connectionFaults), { rate }),
        opensearchProxy.inject({ kind: 'bulk-items', status: random.pick([429, 500, 503]), itemRate: 0.3 }, { rate }),
        opensearchProxy.inject(random.pick(connectionFaults), { when: isBulkRequest, rate }),
        awsProxy.inject(random.pick(connectionFaults), { when: isObjectRead, rate }),
        awsProxy.inject(random.pick(connectionFaults), { rate: rate / 3 }),
      ];
      await bench.uploadDuring(random.integer(500, 3_000), 0.4 + 0.6 * (round / rounds));
      const victim = random.pick(workers.list);
      if (random.chance(0.6)) await workers.kill(victim);
      else if (random.chance(0.5)) await workers.stop(victim);
      while (workers.list.length < 2) await workers.spawn();
      for (const fault of faults) fault.remove();
    }
  },
} satisfies Fault;
