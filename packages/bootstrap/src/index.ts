export type { ApplyResult, Failure } from './apply.ts';
export { Bootstrap, type BootstrapInput, bootstrapVersion, type FullPlan } from './bootstrap.ts';
export { type OpenBootstrap, type OpenBootstrapOptions, openBootstrap } from './environment.ts';
export { BootstrapError, type BootstrapErrorCode } from './errors.ts';
export type { Action, DesiredObject, Difference, JsonObject, Kind, PlannedObject } from './model.ts';
export { type BootstrapOptions, parseOptions, readOptions } from './options.ts';
export { isInPlace, type Plan } from './plan.ts';
export { countsText, failuresText, planText, printable } from './report.ts';
