import { describe, expect, it } from '@jest/globals';
import { loadBuiltInLogTypes } from '@siem/log-types';
import { type LifecycleOptions, lifecyclePolicies, policySchema } from '../src/index.ts';

const options: LifecycleOptions = {
  indexes: ['log-aws-cloudtrail', 'log-aws-rds-mysql', 'log-aws-waf'],
  rollsOver: false,
  daysPerIndex: 31,
  storage: { warm: false, cold: false },
};

function states(changes: Partial<LifecycleOptions>, name = 'siem-audit') {
  const found = lifecyclePolicies({ ...options, ...changes }).find((policy) => policy.name === name);
  return found!.policy.states;
}

/** `hot -> warm 62d -> delete 400d` */
function path(changes: Partial<LifecycleOptions>, name?: string): string {
  return states(changes, name)
    .map((state) => {
      const next = state.transitions[0];
      const { min_index_age: age, min_rollover_age: rolled } = next?.conditions ?? {};
      return `${state.name}${next === undefined ? '' : ` -${age ?? (rolled && `rollover+${rolled}`) ?? ''}->`}`;
    })
    .join(' ');
}

describe('lifecycle policies', () => {
  it('keep an index as long as its last day needs', () => {
    expect(path({})).toBe('hot -1126d-> delete');
  });

  it('go through the storage that the domain has', () => {
    expect(path({ storage: { warm: true, cold: false } })).toBe('hot -62d-> warm -1126d-> delete');
    expect(path({ storage: { warm: true, cold: true } })).toBe('hot -62d-> warm -211d-> cold -1126d-> delete');
    expect(states({ storage: { warm: true, cold: true } }).at(-1)?.actions).toMatchObject([{ cold_delete: {} }]);
  });

  it('copy an index to the repository while that is possible', () => {
    expect(path({ snapshotRepository: 'backup' })).toBe('hot -1126d-> snapshot --> delete');
    expect(path({ snapshotRepository: 'backup', storage: { warm: true, cold: true } })).toBe(
      'hot -62d-> warm -211d-> snapshot --> cold -1126d-> delete',
    );
  });

  it('count from the rollover where ISM rolls over', () => {
    expect(path({ rollsOver: true })).toBe('hot -rollover+1095d-> delete');
    expect(states({ rollsOver: true })[0]?.actions).toMatchObject([{ rollover: { min_primary_shard_size: '40gb' } }]);
  });

  it('never delete where the operator says so', () => {
    const overrides = { 'log-aws-cloudtrail': { deleteAfterDays: 'never' as const } };
    expect(path({ overrides }, 'siem-log-aws-cloudtrail')).toBe('hot');
    expect(path({ overrides })).toBe('hot -1126d-> delete');
  });

  it('leave out storage that an index would reach after its deletion', () => {
    const overrides = { 'log-aws-waf': { deleteAfterDays: 7 } };
    expect(path({ overrides, storage: { warm: true, cold: true } }, 'siem-log-aws-waf')).toBe('hot -38d-> delete');
  });

  it('give no two policies the same priority for patterns that overlap', async () => {
    const indexes = [...new Set((await loadBuiltInLogTypes()).map(({ index }) => index))];
    const templates = lifecyclePolicies({ ...options, indexes }).flatMap(({ policy }) => policy.ism_template);
    const clashes = templates.filter((a) =>
      templates.some(
        (b) =>
          a !== b && a.priority === b.priority && a.index_patterns[0]!.startsWith(b.index_patterns[0]!.slice(0, -1)),
      ),
    );
    expect(clashes).toEqual([]);
    expect(templates).toHaveLength(indexes.length);
  });

  it('refuse keys that ISM does not know', () => {
    const { policy } = lifecyclePolicies(options)[0]!;
    expect(policySchema.safeParse({ ...policy, defaultState: 'hot' }).success).toBe(false);
  });
});
