import { assumptions } from './assumptions.ts';
import { type Capacity, planCapacity, priceList } from './capacity.ts';
import type { ScalingPolicy } from './policy.ts';
import { type Simulation, simulate } from './simulate.ts';
import { type Summary, summarize } from './statistics.ts';
import { type Trace, traces } from './traces.ts';

export interface Scenario {
  readonly tbPerDay: number;
  readonly trace: Trace;
  readonly capacity: Capacity;
  readonly simulation: Simulation;
  readonly summary: Summary;
  /** USD a month of the tasks, if every day were like this one. */
  readonly costPerMonth: number;
}

const vcpuPerTask = 2;
const gibPerTask = 4;

/** Every trace at every volume, the fleet bounded as `siem capacity` says, with the policy's targets and cooldowns. */
export function runScenarios(
  policy: ScalingPolicy,
  tbPerDay: readonly number[],
  chosen: readonly Trace[] = traces,
): Scenario[] {
  return tbPerDay.flatMap((terabytes) => chosen.map((trace) => runScenario(policy, terabytes, trace)));
}

export function runScenario(policy: ScalingPolicy, tbPerDay: number, trace: Trace): Scenario {
  const capacity = planCapacity({ gbPerDay: tbPerDay * 1000 });
  const simulation = simulate({
    trace,
    policy: {
      ...policy,
      minTasks: Math.max(policy.minTasks, capacity.tasks.min),
      maxTasks: Math.max(policy.maxTasks, capacity.tasks.max),
    },
    assumptions,
    meanBytesPerSecond: capacity.meanBytesPerSecond,
    vcpuPerTask,
    openSearchBytesPerSecond: capacity.openSearchBytesPerSecond,
  });
  const { vcpuHour, gibHour } = priceList.fargate.ARM64;
  const summary = summarize(simulation);
  const costPerMonth = summary.meanTasks * (vcpuHour * vcpuPerTask + gibHour * gibPerTask) * priceList.hoursPerMonth;
  return { tbPerDay, trace, capacity, simulation, summary, costPerMonth };
}
