import type { Fault } from '../fault.ts';

const kills = 50;
/** A worker that is killed may be still starting, loading, or waiting. */
const longestLifeMs = 4_000;

export default {
  name: 'worker-killed',
  summary: `kill -9 of the worker at random moments, ${kills} times in one load`,
  async inject(bench) {
    for (let i = 1; i <= kills; i++) {
      await bench.upload(0.4 + 0.5 * (i / kills));
      const worker = bench.workers.list[0] ?? (await bench.workers.spawn());
      await bench.pause(bench.random.integer(0, longestLifeMs));
      await bench.workers.kill(worker);
    }
  },
} satisfies Fault;
