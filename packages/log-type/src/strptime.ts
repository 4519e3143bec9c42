import { formatParts, monthNames, normalizeOffset } from './timestamp.ts';
import { latestYear } from './yearless.ts';

/** What a directive gives; both names of a month give `b`. */
type PartName = 'Y' | 'y' | 'm' | 'd' | 'H' | 'I' | 'M' | 'S' | 'f' | 'p' | 'b' | 'z';

/** Directive of Python's strptime -> what it matches, and gives. Users of the reference bring their formats along. */
const directives: Readonly<Record<string, readonly [pattern: string, part?: PartName]>> = {
  Y: ['\\d{4}', 'Y'],
  y: ['\\d{2}', 'y'],
  m: ['\\d{1,2}', 'm'],
  d: ['[ 0-3]?\\d', 'd'],
  e: ['[ 0-3]?\\d', 'd'],
  H: ['\\d{1,2}', 'H'],
  I: ['\\d{1,2}', 'I'],
  M: ['\\d{1,2}', 'M'],
  S: ['\\d{1,2}', 'S'],
  f: ['\\d{1,9}', 'f'],
  p: ['[AaPp][Mm]', 'p'],
  b: ['[A-Za-z]{3}', 'b'],
  B: ['[A-Za-z]{3,9}', 'b'],
  a: ['[A-Za-z]{3}'],
  A: ['[A-Za-z]{6,9}'],
  z: ['Z|[+-]\\d{2}:?\\d{2}', 'z'],
  Z: ['[A-Za-z]{1,5}|', 'z'],
  '%': ['%'],
};

/**
 * @returns a function: text, when it was written (ms), default offset -> canonical time, or undefined where the text does not match
 * @throws Error naming the directive that is not known
 */
export function compileStrptime(format: string): (text: string, writtenMs: number, zone: string) => string | undefined {
  let pattern = '';
  const parts: PartName[] = [];
  for (let i = 0; i < format.length; i++) {
    const character = format[i]!;
    if (character === '%') {
      const directive = format[++i] ?? '';
      const known = directives[directive];
      if (known === undefined) {
        throw new Error(
          `Time format '${format}' has the unknown directive '%${directive}'; known: ${Object.keys(directives).join(' ')}, or use iso8601, epoch, syslog`,
        );
      }
      const [matched, part] = known;
      pattern += part === undefined ? matched : `(${matched})`;
      if (part !== undefined) parts.push(part);
    } else {
      pattern += character === ' ' ? '\\s+' : character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
    }
  }
  const expression = new RegExp(`^${pattern}$`);
  const places = placesOf(parts);
  return (text, writtenMs, zone) => {
    const match = expression.exec(text);
    return match === null ? undefined : fromMatch(match, places, writtenMs, zone);
  };
}

/** Number of each part's group in the match; 0 for what the format has not. Groups with names cost as much as the match. */
type Places = Readonly<Record<PartName, number>>;

function placesOf(parts: readonly PartName[]): Places {
  const place = (part: PartName) => parts.indexOf(part) + 1;
  return {
    ...{ Y: place('Y'), y: place('y'), m: place('m'), d: place('d'), H: place('H'), I: place('I') },
    ...{ M: place('M'), S: place('S'), f: place('f'), p: place('p'), b: place('b'), z: place('z') },
  };
}

function fromMatch(match: readonly string[], places: Places, writtenMs: number, zone: string): string | undefined {
  const twoDigits = (place: number, absent: string) => (place === 0 ? absent : match[place]!.trim().padStart(2, '0'));
  const month = places.b === 0 ? twoDigits(places.m, '01') : monthNumber(match[places.b]!);
  if (month === '00') return undefined;
  const day = twoDigits(places.d, '01');
  const half = places.p === 0 ? undefined : match[places.p];
  const hour = places.I === 0 ? twoDigits(places.H, '00') : hourOf(match[places.I]!, half);
  const [minute, second] = [twoDigits(places.M, '00'), twoDigits(places.S, '00')];
  const fraction = places.f === 0 ? undefined : match[places.f];
  const offset = (places.z === 0 ? undefined : normalizeOffset(match[places.z])) ?? zone;
  const inYear = (year: string) => formatParts(year, month, day, hour, minute, second, fraction, offset);
  if (places.Y !== 0) return inYear(match[places.Y]!);
  return places.y === 0 ? latestYear(inYear, writtenMs) : inYear(String(2000 + Number(match[places.y])));
}

function monthNumber(name: string): string {
  const index = monthNames.indexOf(name[0]!.toUpperCase() + name.slice(1, 3).toLowerCase());
  return String(index + 1).padStart(2, '0');
}

function hourOf(text: string, half: string | undefined): string {
  const base = Number(text) % 12;
  return String(half?.toLowerCase() === 'pm' ? base + 12 : base).padStart(2, '0');
}
