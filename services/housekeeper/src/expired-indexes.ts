const dayMs = 86_400_000;

/** What workers make, by its date; with `_01` behind it, a sibling. Everything else is somebody else's. */
const dated =
  /^(?:log-.+|metrics-opensearch-index|siem-ledger)-(?<year>\d{4})(?:-(?:w(?<week>\d\d)|(?<month>\d\d)(?:-(?<day>\d\d))?))?(?:_\d\d)?$/;

/** When the days, weeks, months or years that an index is named after are over; undefined where it has no date. */
export function endOfPeriod(index: string): Date | undefined {
  const groups = dated.exec(index)?.groups;
  if (groups === undefined) return undefined;
  const [year, week, month, day] = ['year', 'week', 'month', 'day'].map((name) => Number(groups[name]));
  if (groups['week'] !== undefined) return new Date(Date.UTC(year!, 0, 1) + (week! + 1) * 7 * dayMs);
  if (groups['month'] === undefined) return new Date(Date.UTC(year! + 1, 0, 1));
  if (groups['day'] === undefined) return new Date(Date.UTC(year!, month!, 1));
  return new Date(Date.UTC(year!, month! - 1, day! + 1));
}

/**
 * Indexes whose newest event is older than `days`. A domain has ISM for it; a collection of the type that takes ids of
 * documents has nothing of its own.
 */
export function expiredIndexes(names: Iterable<string>, days: number, now: Date): string[] {
  const isExpired = (name: string) => (endOfPeriod(name)?.getTime() ?? Infinity) + days * dayMs <= now.getTime();
  return [...names].filter(isExpired).sort();
}
