import { describe, expect, it } from '@jest/globals';
import { endOfPeriod, expiredIndexes } from '../src/expired-indexes.ts';

describe('endOfPeriod', () => {
  it.each([
    ['log-aws-waf-2026-01-30', '2026-01-31'],
    ['log-aws-waf-2025-12-31', '2026-01-01'],
    ['log-aws-waf-2026-01', '2026-02-01'],
    ['log-aws-waf-prod-2025-12', '2026-01-01'],
    ['log-aws-waf-2026', '2027-01-01'],
    ['log-aws-waf-2026-01_02', '2026-02-01'],
    ['siem-ledger-2026-01', '2026-02-01'],
    ['metrics-opensearch-index-2026-01', '2026-02-01'],
  ])('of %s is %s', (index, end) => {
    expect(endOfPeriod(index)?.toISOString()).toBe(`${end}T00:00:00.000Z`);
  });

  it.each([
    ['log-aws-waf-2026-w00', '2026-01-04'],
    ['log-aws-waf-2026-w04', '2026-02-01'],
    ['log-aws-waf-2024-w52', '2024-12-31'],
  ])('of %s is not before its last day, %s', (index, lastDay) => {
    const lastMs = Date.parse(`${lastDay}T23:59:59Z`);

    expect(endOfPeriod(index)!.getTime()).toBeGreaterThan(lastMs);
    expect(endOfPeriod(index)!.getTime()).toBeLessThan(lastMs + 8 * 86_400_000);
  });

  it.each(['log-aws-waf-001', 'log-aws-waf', 'siem-bootstrap', '.kibana_1', 'orders-2020-01', 'log-aws-waf-2026-1'])(
    'of %s, which has no date or is not ours, is unknown',
    (index) => {
      expect(endOfPeriod(index)).toBeUndefined();
    },
  );
});

describe('expiredIndexes', () => {
  it('are those whose last day is as many days ago', () => {
    const names = ['log-a-2026-01', 'log-b-2025-12', 'log-c-001', 'orders-2020-01'];

    expect(expiredIndexes(names, 30, new Date('2026-03-02T23:59:59Z'))).toEqual(['log-b-2025-12']);
    expect(expiredIndexes(names, 30, new Date('2026-03-03T00:00:00Z'))).toEqual(['log-a-2026-01', 'log-b-2025-12']);
  });
});
