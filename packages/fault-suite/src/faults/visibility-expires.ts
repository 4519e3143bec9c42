import type { Fault } from '../fault.ts';
import { isObjectRead, isSqsRequest } from '../harness/requests.ts';

export default {
  name: 'visibility-expires',
  summary: 'heartbeats never arrive and objects take longer than the visibility timeout: others load them too',
  workers: 2,
  async inject(bench) {
    bench.awsProxy.inject({ kind: 'status', status: 500 }, { when: isSqsRequest('ChangeMessageVisibility') });
    bench.awsProxy.inject({ kind: 'slow', bytesPerSecond: 1_500 }, { when: isObjectRead });
    await bench.uploadDuring(35_000);
  },
} satisfies Fault;
