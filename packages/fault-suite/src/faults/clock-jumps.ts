import type { Fault } from '../fault.ts';
import { jumpingClock } from '../harness/clock.ts';
import { sendAgain } from '../harness/notify.ts';

export default {
  name: 'clock-jumps',
  summary: 'the clocks of two workers jump ahead by an hour and back again every 5 s, and both get every object',
  async inject(bench) {
    await bench.workers.killAll();
    await Promise.all([1, 2].map(() => bench.workers.start(jumpingClock(60, 5))));
    await bench.uploadDuring(15_000, 1);
    await sendAgain(bench, 1);
    await bench.pause(5_000);
  },
} satisfies Fault;
