export { ExclusionDirectory } from './exclusion-directory.ts';
export { type ExclusionOptions, openExclusions } from './open-exclusions.ts';
export { ownLogRules } from './own-logs.ts';
export { type ConditionRule, ExclusionRules, type FieldRule, type KeyRule } from './rules.ts';
