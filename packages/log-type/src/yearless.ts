/** Clocks of senders go ahead of ours by so much at most. */
export const clockToleranceMs = 12 * 3_600_000;

/**
 * A time without a year: in the latest year that does not put it after it was written, by more than clocks differ.
 * @param inYear canonical text of the time in that year; undefined where there is no such day
 * @param writtenMs when it was written at the latest
 */
export function latestYear(inYear: (year: string) => string | undefined, writtenMs: number): string | undefined {
  const latestMs = writtenMs + clockToleranceMs;
  const thisYear = new Date(latestMs).getUTCFullYear();
  // 29 February may lie several years back.
  for (let year = thisYear; year > thisYear - 9; year--) {
    const candidate = inYear(String(year));
    if (candidate !== undefined && Date.parse(candidate) <= latestMs) return candidate;
  }
  return undefined;
}
