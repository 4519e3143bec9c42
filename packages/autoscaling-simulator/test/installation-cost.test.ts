import { describe, expect, it } from '@jest/globals';
import { type Installation, installationCost } from '../src/index.ts';

const installation: Installation = {
  dataNodes: { type: 'r7g.large.search', count: 2, volumeGib: 100 },
  task: { vcpuPerTask: 2, gibPerTask: 4, architecture: 'ARM64', spotPercent: 0, min: 1, hasPublicAddress: false },
  endpoints: 14,
  kmsKeys: 1,
};

describe('installationCost', () => {
  it('adds up its items and leaves out what costs nothing', () => {
    const { items, total } = installationCost(installation, 0);

    expect(Object.values(items).reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(total);
    expect(Object.keys(items)).toEqual([
      'tasks',
      'data nodes',
      'data node storage',
      'CloudWatch metrics, alarms and logs',
      'interface endpoints',
      'KMS keys',
    ]);
  });

  it('costs more with more logs, and has room for fewer days of them', () => {
    const [ten, hundred] = [installationCost(installation, 10), installationCost(installation, 100)];

    expect(hundred.total).toBeGreaterThan(ten.total);
    expect(hundred.hotDays).toBeCloseTo(ten.hotDays! / 10);
  });

  it('pays no task that sleeps, and less of one on Spot', () => {
    const task = { ...installation.task, min: 0 };

    const { items } = installationCost({ ...installation, task }, 0);
    const spot = installationCost({ ...installation, task: { ...task, min: 1, spotPercent: 100 } }, 0);

    expect(items['tasks']).toBeUndefined();
    expect(spot.items['tasks']).toBeLessThan(installationCost(installation, 0).items['tasks']!);
  });

  it('halves a collection without standby', () => {
    const { dataNodes: _, ...rest } = installation;
    const units = (standby: boolean) =>
      installationCost({ ...rest, collection: { standby, retentionDays: 30 } }, 0).items['OpenSearch Compute Units']!;

    expect(units(false)).toBeCloseTo(units(true) / 2);
  });

  it('names a node that the price list has not', () => {
    const dataNodes = { type: 'x9.huge.search', count: 1, volumeGib: 1 };

    expect(() => installationCost({ ...installation, dataNodes }, 1)).toThrow('the price list has no x9.huge.search');
  });
});
