import type { Fault } from '../fault.ts';

/** Longer than the visibility timeout of 10 s, by more than a heartbeat and by several timeouts. */
const pausesMs = [15_000, 40_000] as const;

export default {
  name: 'worker-paused',
  summary: 'a worker stands still (SIGSTOP) for longer than the visibility timeout and then goes on with old messages',
  workers: 2,
  async inject(bench) {
    const [first, second] = bench.workers.list;
    await bench.upload(0.6);
    first?.signal('SIGSTOP');
    await bench.uploadDuring(pausesMs[0], 0.8);
    first?.signal('SIGCONT');
    second?.signal('SIGSTOP');
    await bench.uploadDuring(pausesMs[1], 0.9);
    second?.signal('SIGCONT');
  },
} satisfies Fault;
