export { type LifecycleOptions, lifecyclePolicies, type NamedPolicy } from './policies.ts';
export { type IsmPolicy, policySchema } from './policy-schema.ts';
export {
  defaultRetentionClass,
  type Retention,
  type RetentionClass,
  retentionClasses,
  retentionTable,
} from './retention.ts';
