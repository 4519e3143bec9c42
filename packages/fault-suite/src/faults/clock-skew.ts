import type { Fault } from '../fault.ts';
import { skewedClock } from '../harness/clock.ts';
import { sendAgain } from '../harness/notify.ts';

const skewsDays = [-40, 40];

export default {
  name: 'clock-skew',
  summary: 'clocks of the workers are 40 days late and 40 days early, and both get every object',
  async inject(bench) {
    await bench.workers.killAll();
    await Promise.all(skewsDays.map((days) => bench.workers.start(skewedClock(days))));
    await bench.upload(1);
    await sendAgain(bench, 2);
    await bench.pause(10_000);
  },
} satisfies Fault;
