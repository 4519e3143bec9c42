import type { Fault } from '../fault.ts';
import { isSqsRequest } from '../harness/requests.ts';

export default {
  name: 'sqs-errors',
  summary: 'SQS fails: 500s, answers to receives and deletes that are lost, requests that hang',
  async inject(bench) {
    const receive = isSqsRequest('ReceiveMessage');
    const remove = isSqsRequest('DeleteMessage');
    bench.awsProxy.inject({ kind: 'status', status: 500 }, { when: ({ operation }) => operation !== '', rate: 0.3 });
    bench.awsProxy.inject({ kind: 'reset-after' }, { when: receive, rate: 0.3 });
    bench.awsProxy.inject({ kind: 'reset-after' }, { when: remove, rate: 0.3 });
    bench.awsProxy.inject({ kind: 'hang' }, { when: receive, times: 2 });
    bench.awsProxy.inject({ kind: 'hang' }, { when: remove, times: 1 });
    await bench.uploadDuring(25_000);
  },
} satisfies Fault;
