import type { Fault } from '../fault.ts';

export default {
  name: 'dead-letters-refused',
  summary: 'the bucket of dead letters takes nothing for a while: their objects are not done until it does',
  async inject(bench) {
    const { deadLetterBucket } = bench.scope;
    const isLetter = ({ method, path }: { method: string; path: string }) =>
      method === 'PUT' && path.startsWith(`/${deadLetterBucket}/`);
    bench.awsProxy.inject({ kind: 'status', status: 500 }, { when: isLetter });
    bench.awsProxy.inject({ kind: 'reset-after' }, { when: isLetter, rate: 0.3 });
    await bench.uploadDuring(15_000);
  },
} satisfies Fault;
