import type { DateBucket } from '../model.ts';

/** Epoch milliseconds. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Steps of Dashboards' automatic interval: as the longest time that each is for, at about fifty bars. */
const steps: readonly (readonly [intervalMs: number, name: string])[] = [
  [second, '1s'],
  [5 * second, '5s'],
  [10 * second, '10s'],
  [30 * second, '30s'],
  [minute, '1m'],
  [5 * minute, '5m'],
  [10 * minute, '10m'],
  [30 * minute, '30m'],
  [hour, '1h'],
  [3 * hour, '3h'],
  [12 * hour, '12h'],
  [day, '1d'],
];
const barsWanted = 50;

export function dateInterval(interval: DateBucket['interval'], { fromMs, toMs }: TimeRange): Record<string, string> {
  if (interval !== 'auto') return { calendar_interval: `1${interval}` };
  const step = steps.find(([intervalMs]) => (toMs - fromMs) / intervalMs <= barsWanted * 1.5);
  return step === undefined ? { calendar_interval: '1w' } : { fixed_interval: step[1] };
}

const units: Readonly<Record<string, number>> = { m: minute, h: hour, d: day, w: 7 * day, M: 30 * day };

/**
 * `now`, `now-7d` or a time in ISO 8601.
 * @throws Error for anything else
 */
export function parseTime(text: string, nowMs: number): number {
  const relative = /^now(?:-(?<amount>\d+)(?<unit>[mhdwM]))?$/.exec(text);
  if (relative !== null) {
    const { amount, unit } = relative.groups as { amount?: string; unit?: string };
    return amount === undefined ? nowMs : nowMs - Number(amount) * units[unit!]!;
  }
  const absolute = Date.parse(text);
  if (Number.isNaN(absolute)) {
    throw new Error(`'${text}' is no time; right is 'now', 'now-7d' or ISO 8601 such as 2026-01-31T00:00:00Z`);
  }
  return absolute;
}
