import type * as Ism from '@opensearch-project/opensearch/api/_types/ism._common.d.ts';
import { z } from 'zod';

/** `30d`, `10m`: numbers with a unit, as ISM writes times. */
const duration = z.string().regex(/^\d+(?:d|h|m|s|ms)$/, 'must be a time such as 30d');
const size = z.string().regex(/^\d+(?:tb|gb|mb|kb|b)$/, 'must be a size such as 40gb');

const everyAction = {
  timeout: duration.optional(),
  retry: z.strictObject({
    count: z.number().int().min(0),
    backoff: z.enum(['exponential', 'constant', 'linear']),
    delay: duration,
  }),
};

const action = z.union([
  z.strictObject({
    ...everyAction,
    rollover: z.strictObject({ min_primary_shard_size: size.optional(), min_index_age: duration.optional() }),
  }),
  z.strictObject({
    ...everyAction,
    snapshot: z.strictObject({ repository: z.string().min(1), snapshot: z.string().min(1) }),
  }),
  z.strictObject({ ...everyAction, delete: z.strictObject({}) }),
  // These three are Amazon OpenSearch Service's own; the API specification does not have them.
  z.strictObject({ ...everyAction, warm_migration: z.strictObject({}) }),
  z.strictObject({
    ...everyAction,
    cold_migration: z.strictObject({ timestamp_field: z.string().min(1), start_time: z.null(), end_time: z.null() }),
  }),
  z.strictObject({ ...everyAction, cold_delete: z.strictObject({}) }),
]);

/** What we write, and nothing else: ISM takes unknown keys for mistakes, and some in silence. */
export const policySchema = z.strictObject({
  description: z.string().min(1),
  default_state: z.string().min(1),
  ism_template: z.array(
    z.strictObject({ index_patterns: z.array(z.string().min(1)).min(1), priority: z.number().int().min(0) }),
  ),
  error_notification: z
    .strictObject({
      channel: z.strictObject({ id: z.string().min(1) }),
      message_template: z.strictObject({ source: z.string().min(1) }),
    })
    .optional(),
  states: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        actions: z.array(action),
        transitions: z.array(
          z.strictObject({
            state_name: z.string().min(1),
            conditions: z
              .strictObject({ min_index_age: duration.optional(), min_rollover_age: duration.optional() })
              .optional(),
          }),
        ),
      }),
    )
    .min(1),
});

export type IsmPolicy = z.output<typeof policySchema>;
export type IsmState = IsmPolicy['states'][number];
export type IsmAction = IsmState['actions'][number];

/**
 * Fails to compile when the schema has a member that the OpenSearch API specification, from which the client's types are
 * generated, does not know.
 */
type Unknown<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>;
type ActionKeys = IsmAction extends infer Member ? (Member extends unknown ? keyof Member : never) : never;
type AmazonActions = 'warm_migration' | 'cold_migration' | 'cold_delete';
type OfEveryAction = 'timeout' | 'retry';
type SpecificationActions = keyof Ism.Action;
export type NothingUnknown = [
  Unknown<IsmPolicy, Ism.Policy>,
  Unknown<IsmState, Ism.States>,
  Unknown<IsmState['transitions'][number], Ism.Transition>,
  Unknown<IsmPolicy['ism_template'][number], Ism.IsmTemplate>,
  Exclude<ActionKeys, SpecificationActions | AmazonActions | OfEveryAction>,
] extends [never, never, never, never, never]
  ? true
  : false;
export const nothingUnknown: NothingUnknown = true;
