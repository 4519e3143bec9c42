import { formatParts, monthNames, normalizeOffset } from './timestamp.ts';
import { latestYear } from './yearless.ts';

/** Directive of Python's strptime -> what it matches. Users of the reference bring their formats along. */
const directives: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d{2})',
  m: '(?<m>\\d{1,2})',
  d: '(?<d>[ 0-3]?\\d)',
  e: '(?<d>[ 0-3]?\\d)',
  H: '(?<H>\\d{1,2})',
  I: '(?<I>\\d{1,2})',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
  f: '(?<f>\\d{1,9})',
  p: '(?<p>[AaPp][Mm])',
  b: '(?<b>[A-Za-z]{3})',
  B: '(?<b>[A-Za-z]{3,9})',
  a: '[A-Za-z]{3}',
  A: '[A-Za-z]{6,9}',
  z: '(?<z>Z|[+-]\\d{2}:?\\d{2})',
  Z: '(?<Z>[A-Za-z]{1,5})?',
  '%': '%',
};

/**
 * @returns a function: text, when it was written (ms), default offset -> canonical time, or undefined where the text does not match
 * @throws Error naming the directive that is not known
 */
export function compileStrptime(format: string): (text: string, writtenMs: number, zone: string) => string | undefined {
  let pattern = '';
  for (let i = 0; i < format.length; i++) {
    const character = format[i]!;
    if (character === '%') {
      const directive = format[++i] ?? '';
      const part = directives[directive];
      if (part === undefined) {
        throw new Error(
          `Time format '${format}' has the unknown directive '%${directive}'; known: ${Object.keys(directives).join(' ')}, or use iso8601, epoch, syslog`,
        );
      }
      pattern += part;
    } else {
      pattern += character === ' ' ? '\\s+' : character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
    }
  }
  const expression = new RegExp(`^${pattern}$`);
  return (text, writtenMs, zone) => {
    const groups = expression.exec(text)?.groups;
    return groups === undefined ? undefined : fromGroups(groups, writtenMs, zone);
  };
}

function fromGroups(groups: Record<string, string | undefined>, writtenMs: number, zone: string): string | undefined {
  const year = groups['Y'] ?? (groups['y'] === undefined ? undefined : String(2000 + Number(groups['y'])));
  const month = groups['b'] === undefined ? groups['m'] : String(monthIndex(groups['b']) + 1);
  if (month === '0') return undefined;
  const inYear = (yyyy: string) =>
    formatParts(
      yyyy,
      (month ?? '1').padStart(2, '0'),
      (groups['d'] ?? '1').trim().padStart(2, '0'),
      hour(groups).padStart(2, '0'),
      (groups['M'] ?? '0').padStart(2, '0'),
      (groups['S'] ?? '0').padStart(2, '0'),
      groups['f'],
      normalizeOffset(groups['z'] ?? groups['Z']) ?? zone,
    );
  return year === undefined ? latestYear(inYear, writtenMs) : inYear(year);
}

function monthIndex(name: string): number {
  return monthNames.indexOf(name[0]!.toUpperCase() + name.slice(1, 3).toLowerCase());
}

function hour(groups: Record<string, string | undefined>): string {
  if (groups['I'] === undefined) return groups['H'] ?? '0';
  const base = Number(groups['I']) % 12;
  return String(groups['p']?.toLowerCase() === 'pm' ? base + 12 : base);
}
