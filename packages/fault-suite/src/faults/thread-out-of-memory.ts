import { gzipSync } from 'node:zlib';
import type { Fault } from '../fault.ts';
import { cloudTrailRecord } from '../harness/records.ts';

const recordsPerObject = 60;
const poisonObjects = 2;
/** Small in S3, some hundred times as large in a thread. */
const emptyLists = 3_000_000;

export default {
  name: 'thread-out-of-memory',
  summary: 'records that need more memory than a thread has: they alone become dead letters',
  environment: { SIEM_THREAD_MEMORY_MIB: '96', SIEM_MAX_RECORD_BYTES: '33554432' },
  async inject(bench) {
    for (let i = 0; i < poisonObjects; i++) {
      const key = `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/30/111122223333_CloudTrail_eu-west-1_poison${i}.json.gz`;
      const at = bench.random.integer(0, recordsPerObject - 1);
      await bench.put(key, (token) => {
        const unreadable: string[] = [];
        const texts = Array.from({ length: recordsPerObject }, (_, n) => {
          const own = token();
          if (n !== at) return cloudTrailRecord(own, 1_769_767_200 + n, bench.random);
          unreadable.push(own);
          return `{"eventID":"${own}","requestParameters":{"lists":[${'[],'.repeat(emptyLists)}[]]}}`;
        });
        return { body: gzipSync(`{"Records":[${texts.join(',')}]}`), unreadable };
      });
    }
    await bench.upload(1);
  },
} satisfies Fault;
