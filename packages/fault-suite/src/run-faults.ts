import type { Fault } from './fault.ts';
import { type FaultRun, type RunOptions, runFault } from './harness/run-fault.ts';
import { startWorld } from './harness/world.ts';

/** One after the other; those that need the same servers share them. */
export async function runFaults(
  faults: readonly Fault[],
  options: RunOptions,
  onRun: (run: FaultRun) => void,
): Promise<FaultRun[]> {
  const runs: FaultRun[] = [];
  const world = await startWorld();
  try {
    for (const fault of faults) {
      const run = await runFault(fault, world, options);
      onRun(run);
      runs.push(run);
    }
  } finally {
    await world.close();
  }
  return runs;
}
