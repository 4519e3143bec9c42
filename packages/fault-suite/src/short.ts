import type { Fault } from './fault.ts';
import { sendAgain } from './harness/notify.ts';
import { isBulkRequest, isObjectRead } from './harness/requests.ts';

/** The form of the suite that is part of `npm test`: the same harness, a few seconds a fault. */
export const shortFaults: readonly Fault[] = [
  {
    name: 'killed-three-times',
    summary: 'kill -9 of the worker at three random moments',
    async inject(bench) {
      for (let i = 1; i <= 3; i++) {
        const worker = bench.workers.list[0] ?? (await bench.workers.spawn());
        await bench.pause(bench.random.integer(0, 1_500));
        await bench.workers.kill(worker);
        await bench.upload(0.4 + 0.2 * i);
      }
    },
  },
  {
    name: 'throttled-cut-and-doubled',
    summary: '429 on bulk requests and their items, reads and answers that break off, every notification twice',
    async inject(bench) {
      bench.opensearchProxy.inject({ kind: 'bulk-items', status: 429, itemRate: 0.4 }, { rate: 0.5 });
      bench.opensearchProxy.inject({ kind: 'status', status: 429 }, { when: isBulkRequest, rate: 0.3 });
      bench.opensearchProxy.inject({ kind: 'reset-after' }, { when: isBulkRequest, rate: 0.3, times: 5 });
      bench.awsProxy.inject({ kind: 'cut' }, { when: isObjectRead, rate: 0.4 });
      await bench.upload(1);
      await sendAgain(bench, 1);
      await bench.pause(5_000);
    },
  },
];
