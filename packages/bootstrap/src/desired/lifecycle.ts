import { lifecyclePolicies } from '@siem/lifecycle';
import { markDescription } from '../drivers/driver.ts';
import type { DesiredObject } from '../model.ts';
import { daysPerIndex } from '../options.ts';
import { type DesiredInput, desired } from './desired-state.ts';

/** Indexes of our own that have a policy as well. */
const ownIndexes = ['siem-ledger'];

export function desiredLifecycle({ definitions, options, facts }: DesiredInput): DesiredObject[] {
  const { lifecycle, rotation } = options;
  const rollsOver = rotation === 'auto' && !facts.isServerless;
  const logIndexes = [...new Set(definitions.map(({ index }) => index))].sort();
  // A data stream is made by the first document.
  const writeIndexes =
    rollsOver && options.rollsOverAs === 'alias'
      ? logIndexes.map((alias) => desired('write-index', alias, { alias, index: `${alias}-000001` }))
      : [];
  if (!lifecycle.enabled) return writeIndexes;
  const { warm, cold, snapshotRepository, retention, rollover } = lifecycle;
  const [channel] = options.alerting.enabled ? Object.keys(options.alerting.channels) : [];
  const policies = lifecyclePolicies({
    indexes: [...logIndexes, ...ownIndexes],
    overrides: retention as Parameters<typeof lifecyclePolicies>[0]['overrides'] & object,
    rollsOver,
    isDataStream: rollsOver && options.rollsOverAs === 'data-stream',
    daysPerIndex: daysPerIndex[rotation],
    storage: { warm, cold },
    ...(snapshotRepository !== undefined && { snapshotRepository }),
    ...(rollover !== undefined && { rollover }),
    ...(channel !== undefined && { errorChannelId: `siem-${channel}` }),
  });
  return [
    ...policies.map(({ name, policy }) =>
      desired('ism-policy', name, { policy: { ...policy, description: markDescription(policy.description) } }),
    ),
    ...writeIndexes,
  ];
}
