import type { Fault } from '../fault.ts';

const denial = '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

export default {
  name: 'dead-letters-refused',
  summary: 'the bucket of dead letters denies and then fails for a while: their objects are not done until it does',
  async inject(bench) {
    const { deadLetterBucket } = bench.scope;
    const isLetter = ({ method, path }: { method: string; path: string }) =>
      method === 'PUT' && path.startsWith(`/${deadLetterBucket}/`);
    const headers = { 'content-type': 'application/xml' };
    const denied = bench.awsProxy.inject({ kind: 'status', status: 403, body: denial, headers }, { when: isLetter });
    await bench.uploadDuring(8_000, 0.7);
    denied.remove();
    bench.awsProxy.inject({ kind: 'status', status: 500 }, { when: isLetter });
    bench.awsProxy.inject({ kind: 'reset-after' }, { when: isLetter, rate: 0.3 });
    await bench.uploadDuring(8_000);
  },
} satisfies Fault;
