import type { Fault } from './fault.ts';
import { type FaultRun, type RunOptions, runFault } from './harness/run-fault.ts';
import { startWorld, type WorldKind } from './harness/world.ts';

/** One after the other; those that need the same servers share them. */
export async function runFaults(
  faults: readonly Fault[],
  options: RunOptions,
  onRun: (run: FaultRun) => void,
): Promise<FaultRun[]> {
  const runs: FaultRun[] = [];
  for (const kind of ['one-node', 'three-nodes'] as const) {
    const chosen = faults.filter((fault) => worldOf(fault) === kind);
    if (chosen.length === 0) continue;
    const world = await startWorld(kind);
    try {
      for (const fault of chosen) {
        const run = await runFault(fault, world, options);
        onRun(run);
        runs.push(run);
      }
    } finally {
      await world.close();
    }
  }
  return runs;
}

function worldOf({ cluster }: Fault): WorldKind {
  return cluster === true ? 'three-nodes' : 'one-node';
}
