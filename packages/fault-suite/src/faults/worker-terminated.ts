import type { Fault } from '../fault.ts';

const terminations = 8;

export default {
  name: 'worker-terminated',
  summary: `SIGTERM with work in flight, ${terminations} times, as deployments and spot interruptions do`,
  // Shorter than some objects take, so that some are given back.
  environment: { SIEM_DRAIN_SECONDS: '1' },
  async inject(bench) {
    for (let i = 1; i <= terminations; i++) {
      await bench.upload(0.4 + 0.5 * (i / terminations));
      const worker = bench.workers.list[0] ?? (await bench.workers.start());
      await bench.pause(bench.random.integer(0, 2_000));
      await bench.workers.stop(worker);
    }
  },
} satisfies Fault;
