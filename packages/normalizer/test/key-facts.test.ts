import { describe, expect, it } from '@jest/globals';
import { readKeyFacts } from '../src/index.ts';

describe('facts in S3 keys', () => {
  it.each([
    [
      'AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/us-gov-west-1/2026/01/30/111122223333_CloudTrail_us-gov-west-1_20260130T1005Z_x.json.gz',
      '111122223333',
      'us-gov-west-1',
      '2026-01-30T10:05:00+00:00',
    ],
    [
      'prefix/AWSLogs/111122223333/EC2/Linux/Secure/ap-northeast-1/2026/01/30/10/fh-1-2026-01-30-10-05-06-uuid.gz',
      '111122223333',
      'ap-northeast-1',
      '2026-01-30T10:05:06+00:00',
    ],
    ['logs/2026/01/30/file.log', undefined, undefined, '2026-01-30T00:00:00+00:00'],
    ['AWSLogs/111122223333/trustedadvisor/global/file', '111122223333', 'global', undefined],
    ['AWSLogs/111122223333/WAFLogs/eusc-de-east-1/shop/file', '111122223333', 'eusc-de-east-1', undefined],
    ['something/else.log', undefined, undefined, undefined],
    ['logs/2026/13/40/file.log', undefined, undefined, undefined],
  ])('%s', (key, accountId, region, time) => expect(readKeyFacts(key)).toEqual({ accountId, region, time }));
});
