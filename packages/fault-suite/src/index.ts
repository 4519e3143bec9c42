export type { Fault } from './fault.ts';
export { SkippedError } from './fault.ts';
export { loadFaults } from './faults.ts';
export type { Outcome } from './harness/outcome.ts';
export { type FaultRun, type RunOptions, runFault } from './harness/run-fault.ts';
export type { World } from './harness/world.ts';
