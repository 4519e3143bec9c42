import type { Minute, Simulation } from './simulate.ts';

export interface Summary {
  readonly p50Seconds: number;
  readonly p99Seconds: number;
  readonly maxSeconds: number;
  readonly fewestTasks: number;
  readonly mostTasks: number;
  readonly meanTasks: number;
  /** Times a day that the fleet turned from growing to shrinking within an hour: growth that was not needed. */
  readonly turnsPerDay: number;
  readonly throttledMinutes: number;
  /** Messages that were not finished when the trace ended. */
  readonly left: number;
}

export function summarize({ minutes, delays, taskSeconds, left }: Simulation): Summary {
  const sorted = delays.toSorted((a, b) => a.seconds - b.seconds);
  const total = sorted.reduce((all, { messages }) => all + messages, 0);
  const percentile = (share: number) => {
    let below = 0;
    for (const { seconds, messages } of sorted) {
      below += messages;
      if (below >= share * total) return seconds;
    }
    return 0;
  };
  const hours = minutes.length / 60;
  return {
    p50Seconds: percentile(0.5),
    p99Seconds: percentile(0.99),
    maxSeconds: sorted.at(-1)?.seconds ?? 0,
    fewestTasks: Math.min(...minutes.map(({ tasks }) => tasks)),
    mostTasks: Math.max(...minutes.map(({ tasks }) => tasks)),
    meanTasks: taskSeconds / 3600 / hours,
    turnsPerDay: (turns(minutes) / hours) * 24,
    throttledMinutes: minutes.filter(({ throttled }) => throttled).length,
    left,
  };
}

const quickTurnSeconds = 3600;

function turns(minutes: readonly Minute[]): number {
  let count = 0;
  let grewAt = Number.NEGATIVE_INFINITY;
  for (const [i, { desired, seconds }] of minutes.entries()) {
    const before = minutes[i - 1]?.desired ?? desired;
    if (desired > before) grewAt = seconds;
    if (desired < before && seconds - grewAt < quickTurnSeconds) {
      count += 1;
      grewAt = Number.NEGATIVE_INFINITY;
    }
  }
  return count;
}
