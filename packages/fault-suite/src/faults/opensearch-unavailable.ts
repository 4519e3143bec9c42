import type { Fault } from '../fault.ts';

const flaps = 12;

export default {
  name: 'opensearch-unavailable',
  summary: `a storm of 503, 502 and 500 on everything, in ${flaps} waves, with quiet moments between them`,
  async inject(bench) {
    for (let i = 1; i <= flaps; i++) {
      const status = bench.random.pick([503, 503, 502, 500]);
      const storm = bench.opensearchProxy.inject({ kind: 'status', status }, { rate: bench.random.pick([0.5, 1]) });
      await bench.uploadDuring(bench.random.integer(500, 2_500), 0.4 + 0.5 * (i / flaps));
      storm.remove();
      await bench.pause(bench.random.integer(100, 1_000));
    }
  },
} satisfies Fault;
