/** What is measured of a worker. */
export interface Sample {
  /** Since the soak began. */
  readonly seconds: number;
  readonly records: number;
  readonly values: Readonly<Record<Measure, number>>;
}

export type Measure = 'rssMib' | 'heapMib' | 'handles' | 'eventLoopDelayMs';

/** Metric, factor to the unit, and the growth over the whole soak that is still called flat. */
const measures: Readonly<Record<Measure, { metric: string; factor: number; slack: number }>> = {
  rssMib: { metric: 'siem_process_process_resident_memory_bytes', factor: 1 / 1024 / 1024, slack: 48 },
  heapMib: { metric: 'siem_process_nodejs_heap_size_used_bytes', factor: 1 / 1024 / 1024, slack: 24 },
  handles: { metric: 'siem_process_process_open_fds', factor: 1, slack: 5 },
  eventLoopDelayMs: { metric: 'siem_process_nodejs_eventloop_lag_p90_seconds', factor: 1000, slack: 20 },
};
/** Share of the mean by which it may grow over the whole soak besides the slack: what random sizes of objects do. */
const flatShare = 0.05;
/** Caches and pools fill first. */
const warmUpShare = 0.25;

export const measureNames = Object.keys(measures) as Measure[];

/**
 * @param text in the Prometheus format
 * @throws Error where a measure is missing: it would look flat
 */
export function readSample(text: string, seconds: number): Sample {
  const values = (name: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      .map((line) => Number(line.slice(line.lastIndexOf(' '))));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const entries = measureNames.map((name) => {
    const { metric, factor } = measures[name];
    const found = values(metric);
    if (found.length === 0) throw new Error(`The worker has no metric ${metric}`);
    return [name, sum(found) * factor];
  });
  return {
    seconds,
    records: sum(values('siem_records_total')),
    values: Object.fromEntries(entries) as Sample['values'],
  };
}

export interface Trend {
  readonly measure: Measure;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  /** Of the line that fits best. */
  readonly perHour: number;
  readonly isFlat: boolean;
}

/** Trends after the warm-up. */
export function trendsOf(samples: readonly Sample[]): Trend[] {
  const end = samples.at(-1)?.seconds ?? 0;
  const warm = samples.filter(({ seconds }) => seconds >= end * warmUpShare);
  return measureNames.map((measure) => {
    const points = warm.map(({ seconds, values }) => [seconds, values[measure]] as const);
    const mean = average(points.map(([, value]) => value));
    const perSecond = slope(points);
    const growth = perSecond * (end * (1 - warmUpShare));
    return {
      measure,
      mean,
      least: Math.min(...points.map(([, value]) => value)),
      most: Math.max(...points.map(([, value]) => value)),
      perHour: perSecond * 3600,
      isFlat: growth <= measures[measure].slack + mean * flatShare,
    };
  });
}

function slope(points: readonly (readonly [number, number])[]): number {
  const meanX = average(points.map(([x]) => x));
  const meanY = average(points.map(([, y]) => y));
  let covariance = 0;
  let variance = 0;
  for (const [x, y] of points) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  return variance === 0 ? 0 : covariance / variance;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
