export { ExclusionDirectory } from './exclusion-directory.ts';
export { type ExclusionOptions, openExclusions } from './open-exclusions.ts';
export { ownLogRules } from './own-logs.ts';
export { type ConditionRule, ExclusionRules, type FieldRule, hasValue, type KeyRule } from './rules.ts';
export { WatchedDirectory } from './watched-directory.ts';
