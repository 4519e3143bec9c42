import { rememberingLast } from './last-time.ts';
import { compileStrptime } from './strptime.ts';
import { clockToleranceMs, latestYear } from './yearless.ts';
import { zoneOffsets } from './zones.ts';

/**
 * Times are kept as text in the form that existing indexes hold: `2024-05-14T03:05:06+00:00`, with six digits of
 * fraction where there is one (nine where the source has nanoseconds and the log type keeps them), and with the
 * source's own offset.
 */
export type TimestampParser = (value: unknown, writtenMs: number) => string | undefined;

const zeroOffset = '+00:00';

/**
 * @param format `iso8601`, `epoch`, `syslog` or a strptime pattern
 * @param zone offset assumed where the text has none, `+09:00`
 * @throws Error when the pattern has a directive that is not supported
 */
export function timestampParser(format: string, zone = zeroOffset): TimestampParser {
  switch (format) {
    case 'iso8601':
      return (value) => (typeof value === 'string' ? normalizeIso8601(value, zone) : undefined);
    case 'epoch':
      return parseEpoch;
    case 'syslog':
      return rememberingLast((text, writtenMs) => parseSyslogTime(text, writtenMs, zone));
    default: {
      const parse = compileStrptime(format);
      return rememberingLast((text, writtenMs) => parse(text, writtenMs, zone));
    }
  }
}

const iso8601 =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9})\d*)?)?)?)? ?(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;

/** Any ISO 8601 date-time, basic or extended, to the canonical form; undefined when it is none or no real date. */
export function normalizeIso8601(text: string, zone = zeroOffset): string | undefined {
  const end = endOfUsualUtc(text);
  if (end > 0) return canonicalFromUtc(text, end);
  const m = iso8601.exec(text);
  if (m === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction, offset] = m;
  return formatParts(year!, month!, day!, hour, minute, second, fraction, normalizeOffset(offset) ?? zone);
}

/**
 * `2024-05-14T03:05:06Z`, also with a fraction, with a blank for the T and with `+00:00` for the Z: the forms nearly
 * every service writes, checked without a regular expression.
 * @returns where the zone begins; 0 for all other text
 */
function endOfUsualUtc(text: string): number {
  const length = text.length;
  const end = text.charCodeAt(length - 1) === 90 ? length - 1 : text.endsWith(zeroOffset) ? length - 6 : 0;
  if (end < 19 || end > 29) return 0;
  const separator = text.charCodeAt(10);
  if (separator !== 84 && separator !== 32) return 0;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return 0;
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return 0;
  if (end > 19 && !isFraction(text, end)) return 0;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const isReal =
    year >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    (day <= 28 || day <= daysInMonth(year, month)) &&
    inRange(twoDigits(text, 11), 23) &&
    inRange(twoDigits(text, 14), 59) &&
    inRange(twoDigits(text, 17), 59);
  return isReal ? end : 0;
}

/** A point behind the seconds, and one or more digits up to `end`. */
function isFraction(text: string, end: number): boolean {
  if (text.charCodeAt(19) !== 46 || end === 20) return false;
  for (let at = 20; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

function canonicalFromUtc(text: string, end: number): string {
  const seconds =
    text.charCodeAt(10) === 84 ? text.substring(0, 19) : `${text.substring(0, 10)}T${text.substring(11, 19)}`;
  const cut = Math.min(end, 26);
  let last = cut - 1;
  while (last > 19 && text.charCodeAt(last) === 48) last--;
  if (last <= 19) return seconds + zeroOffset;
  return `${seconds}${text.substring(19, cut).padEnd(7, '0')}${zeroOffset}`;
}

function inRange(value: number, max: number): boolean {
  return value >= 0 && value <= max;
}

/** Negative (very) when one of the two characters is no digit. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1_000_000;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function normalizeOffset(offset: string | undefined): string | undefined {
  if (offset === undefined || offset === '') return undefined;
  if (Object.hasOwn(zoneOffsets, offset)) return zoneOffsets[offset];
  const digits = offset.replace(':', '');
  if (!/^[+-]\d{2}(\d{2})?$/.test(digits)) return undefined;
  return `${digits.slice(0, 3)}:${digits.slice(3) || '00'}`;
}

/** Checks the parts and puts them together; undefined for a date that does not exist. */
export function formatParts(
  year: string,
  month: string,
  day: string,
  hour: string,
  minute: string,
  second: string,
  fraction: string | undefined,
  offset: string,
): string | undefined {
  const mm = Number(month);
  if (mm < 1 || mm > 12 || Number(day) < 1 || Number(day) > daysInMonth(Number(year), mm)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  // A leap second cannot be indexed; it belongs to the last instant of its minute.
  const ss = Number(second) === 60 ? '59' : second;
  if (Number(ss) > 59) return undefined;
  return `${year}-${month}-${day}T${hour}:${minute}:${ss}${formatFraction(fraction)}${offset}`;
}

/** Microseconds, as existing indexes hold them; finer digits are cut. Nothing for zero. */
function formatFraction(fraction: string | undefined): string {
  if (fraction === undefined || /^0*$/.test(fraction.slice(0, 6))) return '';
  return `.${fraction.slice(0, 6).padEnd(6, '0')}`;
}

/** Texts of recently seen seconds: the records of an object lie close together in time. */
const secondsCacheSize = 4096;
const cachedSeconds = new Float64Array(secondsCacheSize).fill(Number.NaN);
const cachedTexts: string[] = new Array<string>(secondsCacheSize).fill('');

/** `2024-05-14T03:05:06+00:00` */
function secondsText(seconds: number): string {
  const slot = seconds & (secondsCacheSize - 1);
  if (cachedSeconds[slot] !== seconds) {
    cachedSeconds[slot] = seconds;
    cachedTexts[slot] = new Date(seconds * 1000).toISOString().slice(0, 19) + zeroOffset;
  }
  return cachedTexts[slot]!;
}

/** Epoch milliseconds of ISO 8601 text or of an epoch. @param otherwise for what is neither */
export function epochMs(value: unknown, otherwise: number): number {
  const time = (typeof value === 'string' ? normalizeIso8601(value) : undefined) ?? parseEpoch(value);
  return time === undefined ? otherwise : Date.parse(time);
}

/** Seconds, milliseconds or microseconds since 1970 (told apart by size), as number or text. */
export function parseEpoch(value: unknown): string | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  const magnitude = Math.abs(number);
  const microseconds = Math.round(number * (magnitude > 1e15 ? 1 : magnitude > 1e12 ? 1e3 : 1e6));
  const seconds = Math.floor(microseconds / 1e6);
  if (seconds < -62_135_596_800 || seconds > 253_402_300_799) return undefined;
  const text = secondsText(seconds);
  const fraction = microseconds - seconds * 1e6;
  return fraction === 0 ? text : `${text.slice(0, 19)}.${String(fraction).padStart(6, '0')}${zeroOffset}`;
}

const syslogTime =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2},? +)?(?:(?<before>\d{4}) +)?(?<month>[A-Z][a-z]{2})\s+(?<day>\d{1,2}),?\s+(?:(?<year>\d{4}),?\s+)?(?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2})(?:[.,](?<f>\d{1,9}))?(?: ?(?<zone>[A-Z]{1,5}|[+-]\d{2}:?\d{2}))?(?: (?<after>\d{4}))?(?![\d:])/;
export const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * `Dec 10 06:55:46`, and with the weekday, the year or the zone, wherever they stand. Undefined where the zone is not
 * known.
 */
export function parseSyslogTime(text: string, writtenMs: number, zone = zeroOffset): string | undefined {
  const plain = zone === zeroOffset ? plainSyslogTime(text, writtenMs) : undefined;
  if (plain !== undefined) return plain;
  const g = syslogTime.exec(text)?.groups;
  if (g === undefined) return normalizeIso8601(text, zone); // rsyslog's newer default
  const month = String(monthNames.indexOf(g['month']!) + 1).padStart(2, '0');
  const day = g['day']!.padStart(2, '0');
  const offset = g['zone'] === undefined ? zone : normalizeOffset(g['zone']);
  if (offset === undefined) return undefined;
  const inYear = (year: string) => formatParts(year, month, day, g['h']!, g['m']!, g['s']!, g['f'], offset);
  const year = g['year'] ?? g['before'] ?? g['after'];
  return year === undefined ? latestYear(inYear, writtenMs) : inYear(year);
}

/** `Dec 10 06:55:46` alone, in UTC and of the year in which it was written: what nearly every line has. */
function plainSyslogTime(text: string, writtenMs: number): string | undefined {
  if (text.length !== 15 || text.charCodeAt(9) !== 58 || text.charCodeAt(12) !== 58) return undefined;
  if (text.charCodeAt(3) !== 32 || text.charCodeAt(6) !== 32) return undefined;
  const month = monthNames.indexOf(text.substring(0, 3)) + 1;
  const day = text.charCodeAt(4) === 32 ? text.charCodeAt(5) - 48 : twoDigits(text, 4);
  const [hour, minute, second] = [twoDigits(text, 7), twoDigits(text, 10), twoDigits(text, 13)];
  if (
    month === 0 ||
    day < 1 ||
    day > daysInMonth(2001, month) ||
    !inRange(hour, 23) ||
    !inRange(minute, 59) ||
    !inRange(second, 59)
  )
    return undefined;
  const latestMs = writtenMs + clockToleranceMs;
  const year = new Date(latestMs).getUTCFullYear();
  if (Date.UTC(year, month - 1, day, hour, minute, second) > latestMs) return undefined;
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}T${text.substring(7)}${zeroOffset}`;
}
