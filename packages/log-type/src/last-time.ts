import type { TimestampParser } from './timestamp.ts';
import { clockToleranceMs } from './yearless.ts';

/**
 * The same parser, which remembers the last text it read: the records of a busy log come many in a second. What was read
 * is used again for as long as a text without a year would still get the year that it got.
 */
export function rememberingLast(parse: (text: string, writtenMs: number) => string | undefined): TimestampParser {
  let lastText: string | undefined;
  let lastTime: string | undefined;
  /** Of writing the text, in epoch milliseconds: undefined until it is needed. */
  let span: { first: number; end: number } | undefined;
  return (value, writtenMs) => {
    if (typeof value !== 'string') return undefined;
    if (value === lastText && lastTime !== undefined) {
      span ??= spanOf(lastTime);
      if (writtenMs >= span.first && writtenMs < span.end) return lastTime;
    }
    lastText = value;
    lastTime = parse(value, writtenMs);
    span = undefined;
    return lastTime;
  };
}

/** When a text without a year may be written to mean this time: not before it, and in its year. */
function spanOf(time: string): { first: number; end: number } {
  const year = Number(time.slice(0, 4));
  const first = Math.max(Date.parse(time), Date.UTC(year, 0));
  return { first: first - clockToleranceMs, end: Date.UTC(year + 1, 0) - clockToleranceMs };
}
