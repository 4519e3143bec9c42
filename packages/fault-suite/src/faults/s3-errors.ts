import type { Fault } from '../fault.ts';
import { isS3Request } from '../harness/requests.ts';

const slowDown =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>';
const internal =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>';
const headers = { 'content-type': 'application/xml' };

export default {
  name: 's3-errors',
  summary: 'S3 answers 500 InternalError and 503 SlowDown, to reads of logs and to writes of dead letters',
  async inject(bench) {
    bench.awsProxy.inject({ kind: 'status', status: 503, body: slowDown, headers }, { when: isS3Request, rate: 0.4 });
    bench.awsProxy.inject({ kind: 'status', status: 500, body: internal, headers }, { when: isS3Request, rate: 0.5 });
    await bench.uploadDuring(20_000);
  },
} satisfies Fault;
