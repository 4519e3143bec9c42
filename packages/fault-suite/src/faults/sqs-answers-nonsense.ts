import type { Fault } from '../fault.ts';
import { isSqsRequest } from '../harness/requests.ts';

const answers = [
  '<?xml version="1.0"?><ErrorResponse><Error><Code>Internal',
  '{"Messages":[{"MessageId":"a","Rec',
  '{"Messages":[null]}',
  '{"Messages":[{}]}',
  '{"Messages":"none"}',
  '{"Failed":[null],"Successful":7}',
  'null',
  '[]',
  '',
  '{}',
];

export default {
  name: 'sqs-answers-nonsense',
  summary: 'something else answers instead of SQS: broken XML and JSON, messages without members, lists that are none',
  async inject(bench) {
    for (const [i, body] of answers.entries()) {
      for (const status of [200, 400, 500]) {
        const headers = { 'content-type': 'application/x-amz-json-1.0' };
        bench.awsProxy.inject(
          { kind: 'status', status, body, headers },
          { when: ({ operation }) => operation !== '', rate: 0.1 },
        );
        const receive = isSqsRequest('ReceiveMessage');
        bench.awsProxy.inject({ kind: 'status', status, body, headers }, { when: receive, times: 1 });
      }
      await bench.uploadDuring(2_500, 0.4 + (0.5 * (i + 1)) / answers.length);
    }
  },
} satisfies Fault;
