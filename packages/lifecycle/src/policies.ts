import { type IsmAction, type IsmPolicy, type IsmState, policySchema } from './policy-schema.ts';
import { defaultRetentionClass, type Retention, retentionClasses, retentionTable } from './retention.ts';

export interface LifecycleOptions {
  /** Names of indexes without rotation part. */
  readonly indexes: readonly string[];
  /** By index name, over the table; what is left out comes from the index's class. */
  readonly overrides?: Readonly<Record<string, Partial<Retention>>>;
  /** ISM rolls indexes over; otherwise their names carry the date. */
  readonly rollsOver: boolean;
  /** What rolls over are data streams, which carry the index's name itself. */
  readonly isDataStream?: boolean;
  /** Days of events that one index takes: it is kept that much longer, so that its last day is kept long enough. */
  readonly daysPerIndex: number;
  /** What the domain has. */
  readonly storage: { readonly warm: boolean; readonly cold: boolean };
  /** A registered repository: indexes are copied there before they are deleted. */
  readonly snapshotRepository?: string;
  /** Notification channel that hears of steps that failed for good. */
  readonly errorChannelId?: string;
  /** When a write index is full. */
  readonly rollover?: { readonly gigabytesPerShard: number; readonly days: number };
}

export interface NamedPolicy {
  readonly name: string;
  readonly policy: IsmPolicy;
}

const retry: IsmAction['retry'] = { count: 5, backoff: 'exponential', delay: '10m' };
const timestampField = '@timestamp';

/** One policy for each class that has indexes, and one for each index with numbers of its own. */
export function lifecyclePolicies(options: LifecycleOptions): NamedPolicy[] {
  const { overrides = {} } = options;
  const groups = new Map<string, { retention: Retention; indexes: string[] }>();
  for (const index of [...options.indexes].sort()) {
    const className = retentionTable[index] ?? defaultRetentionClass;
    const override = overrides[index];
    const name = override === undefined ? `siem-${className}` : `siem-${index}`;
    const group = groups.get(name) ?? { retention: { ...retentionClasses[className], ...override }, indexes: [] };
    group.indexes.push(index);
    groups.set(name, group);
  }
  return [...groups].map(([name, { retention, indexes }]) => ({
    name,
    policy: policySchema.parse(policy(retention, indexes, options)),
  }));
}

function policy(retention: Retention, indexes: readonly string[], options: LifecycleOptions): IsmPolicy {
  const states = statesOf(retention, options);
  return {
    description: describe(retention, options),
    default_state: states[0]!.name,
    // The longer name wins where one is the beginning of another; ISM refuses equal priorities for such patterns.
    ism_template: indexes.map((index) => ({
      index_patterns: [...(options.isDataStream === true ? [index] : []), `${index}-*`, `${index}_*`],
      priority: 100 + index.length,
    })),
    ...(options.errorChannelId !== undefined && {
      error_notification: {
        channel: { id: options.errorChannelId },
        message_template: { source: 'Index {{ctx.index}} is stuck in policy {{ctx.policy_id}}: {{ctx.info.cause}}' },
      },
    }),
    states,
  };
}

interface Step {
  readonly name: string;
  /** Undefined: as soon as the step before is done. */
  readonly afterDays?: number;
  readonly actions: readonly IsmAction[];
}

/** hot -> warm -> (snapshot) -> cold -> delete, without what the domain lacks; the snapshot is before it becomes impossible. */
function statesOf(retention: Retention, options: LifecycleOptions): IsmState[] {
  const { storage, snapshotRepository: repository } = options;
  const isDeleted = retention.deleteAfterDays !== 'never';
  const deletion = isDeleted ? Number(retention.deleteAfterDays) : Number.POSITIVE_INFINITY;
  const isWarm = storage.warm && retention.warmAfterDays < deletion;
  const isCold = isWarm && storage.cold && retention.coldAfterDays < deletion;
  const steps: Step[] = [{ name: 'hot', actions: options.rollsOver ? [rollover(options)] : [] }];
  if (isWarm) {
    steps.push({
      name: 'warm',
      afterDays: retention.warmAfterDays,
      actions: [{ warm_migration: {}, timeout: '24h', retry }],
    });
  }
  const snapshot: IsmAction[] =
    repository === undefined ? [] : [{ snapshot: { repository, snapshot: '{{ctx.index}}' }, timeout: '24h', retry }];
  if (isCold) {
    if (snapshot.length > 0 && isDeleted) {
      steps.push({ name: 'snapshot', afterDays: retention.coldAfterDays, actions: snapshot });
    }
    const isNext = steps.at(-1)!.name === 'snapshot';
    steps.push({
      name: 'cold',
      ...(!isNext && { afterDays: retention.coldAfterDays }),
      actions: [
        {
          cold_migration: { timestamp_field: timestampField, start_time: null, end_time: null },
          timeout: '24h',
          retry,
        },
      ],
    });
  } else if (snapshot.length > 0 && isDeleted) {
    steps.push({ name: 'snapshot', afterDays: deletion, actions: snapshot });
  }
  if (isDeleted) {
    const isNext = steps.at(-1)!.name === 'snapshot';
    steps.push({
      name: 'delete',
      ...(!isNext && { afterDays: deletion }),
      actions: [isCold ? { cold_delete: {}, timeout: '24h', retry } : { delete: {}, timeout: '24h', retry }],
    });
  }
  return steps.map(({ name, actions }, i) => ({
    name,
    actions: [...actions],
    transitions: transitionTo(steps[i + 1], options),
  }));
}

function transitionTo(next: Step | undefined, options: LifecycleOptions): IsmState['transitions'] {
  if (next === undefined) return [];
  if (next.afterDays === undefined) return [{ state_name: next.name }];
  // An index that rolls over counts from then, since it took documents until then.
  const conditions = options.rollsOver
    ? { min_rollover_age: `${next.afterDays}d` }
    : { min_index_age: `${next.afterDays + options.daysPerIndex}d` };
  return [{ state_name: next.name, conditions }];
}

function rollover({ rollover: limits = { gigabytesPerShard: 40, days: 31 } }: LifecycleOptions): IsmAction {
  return {
    rollover: { min_primary_shard_size: `${limits.gigabytesPerShard}gb`, min_index_age: `${limits.days}d` },
    timeout: '24h',
    retry,
  };
}

function describe(retention: Retention, { storage, snapshotRepository }: LifecycleOptions): string {
  const parts = [
    storage.warm && `UltraWarm after ${retention.warmAfterDays} days`,
    storage.warm && storage.cold && `cold after ${retention.coldAfterDays}`,
    retention.deleteAfterDays !== 'never' && snapshotRepository !== undefined && `copied to ${snapshotRepository}`,
    retention.deleteAfterDays === 'never' ? 'never deleted' : `deleted after ${retention.deleteAfterDays} days`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}
