import { Buffer } from 'node:buffer';
import type { Framer } from './framer.ts';
import { JsonValueScanner } from './json-value.ts';
import type { RecordBuffer } from './record-buffer.ts';

const lineFeed = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const bracket = 0x5b;
const closeBracket = 0x5d;
const brace = 0x7b;
const closeBrace = 0x7d;
/** Begins each value of a JSON text sequence (RFC 7464). */
const recordSeparator = 0x1e;

/** Names on the way to an array of records, as JSON strings. */
type Path = readonly Buffer[];
const noPaths: readonly Path[] = [];

/** What the scanner stands in, innermost last; the first is always `top`. */
type Place = 'top' | 'array' | 'records' | 'wrapper';
/** What the value being scanned is for. */
type Role = 'record' | 'member' | 'key';

/**
 * JSON values from a stream: one, one a line, pretty-printed, concatenated with or without separators, or the elements of
 * a top-level array. With a path, the elements of the array under it; a value without that array is a record itself.
 * Finds where values begin and end and builds none.
 *
 * States:
 * - between  in `top`, `array` or `records`, where a record may begin
 * - wrapper  between the tokens of an object that has the array, or may have it
 * - value    in a value, until it ends
 * - lost     in something that is no JSON, until a line begins with `{` or `[`
 */
export class JsonFramer implements Framer {
  readonly #value: JsonValueScanner;
  readonly #paths: readonly Path[];
  /** Per wrapper that the scanner stands in: the paths that have led there. */
  readonly #pathsOfWrapper: (readonly Path[])[] = [];
  #state: 'between' | 'wrapper' | 'value' | 'lost' = 'between';
  readonly #places: Place[] = ['top'];
  #role: Role = 'record';
  #expected: 'key' | 'colon' | 'value' | 'comma' = 'key';
  /** Paths that the member under way is on. */
  #onPaths: readonly Path[] = noPaths;
  /** The object under way has the array, so it is no record itself. */
  #hasRecords = false;
  #isLineStart = false;
  #lostWhy = '';
  /** Brackets opened in what was lost may be closed later. */
  #wasLost = false;

  /** @param paths where the array of records may be; the first that a value has counts */
  constructor(options: { maxDepth: number }, paths: string | readonly string[] = []) {
    this.#value = new JsonValueScanner(options.maxDepth);
    const texts = typeof paths === 'string' ? [paths] : paths;
    this.#paths = texts.map((path) => path.split('.').map((name) => Buffer.from(JSON.stringify(name))));
  }

  scan(buffer: RecordBuffer): void {
    while (buffer.scanned < buffer.length) {
      if (this.#state === 'value') this.#scanValue(buffer);
      else if (this.#state === 'between') this.#scanBetween(buffer);
      else if (this.#state === 'wrapper') this.#scanWrapper(buffer);
      else this.#scanLost(buffer);
    }
  }

  finish(buffer: RecordBuffer, isCut: boolean): void {
    const end = buffer.length;
    if (this.#state === 'value' && this.#role === 'record' && this.#value.finish() && !isCut) {
      this.#endRecord(buffer, end);
    }
    if (this.#state === 'lost') buffer.problem('broken', end, this.#lostWhy);
    else if (this.#state !== 'between' || this.#places.length > 1) {
      if (!buffer.isOpen) buffer.begin(end);
      buffer.problem('truncated', end, 'ends before its JSON value does');
    }
  }

  #scanBetween(buffer: RecordBuffer): void {
    const { bytes, length } = buffer;
    let at = buffer.scanned;
    while (at < length && isSeparator(bytes[at] as number)) at++;
    buffer.scanned = at;
    if (at < length) this.#beginAt(buffer, bytes[at] as number);
  }

  #beginAt(buffer: RecordBuffer, byte: number): void {
    const place = this.#places.at(-1);
    if (byte === bracket && place === 'top') {
      this.#places.push('array');
      buffer.scanned++;
    } else if (byte === closeBracket && place !== 'top') {
      this.#places.pop();
      if (place === 'records') this.#enterWrapper('comma');
      buffer.scanned++;
    } else if (byte === brace && this.#paths.length > 0 && place !== 'records') {
      buffer.begin(buffer.scanned++);
      this.#enterObject(this.#paths);
      this.#hasRecords = false;
      this.#value.forget();
      this.#enterWrapper('key');
    } else if (this.#value.begin(byte)) {
      this.#value.forget();
      buffer.begin(buffer.scanned);
      this.#role = 'record';
      this.#state = 'value';
    } else if (this.#wasLost && (byte === closeBracket || byte === closeBrace)) {
      buffer.scanned++;
    } else {
      this.#lose(buffer, 'is not JSON');
    }
  }

  #scanValue(buffer: RecordBuffer): void {
    const result = this.#value.scan(buffer);
    if (result === 'more') return;
    if (result === 'broken') {
      buffer.hold = -1;
      this.#lose(buffer, 'is broken JSON');
    } else if (this.#role === 'record') {
      this.#endRecord(buffer, buffer.scanned);
    } else if (this.#role === 'member') {
      this.#enterWrapper('comma');
    } else {
      this.#onPaths = this.#matchingPaths(buffer);
      buffer.hold = -1;
      this.#enterWrapper('colon');
    }
  }

  #endRecord(buffer: RecordBuffer, end: number): void {
    if (this.#value.isTooDeep) buffer.problem('too_deep', end, 'is nested too deeply');
    else buffer.end(end, this.#value.hasBigNumbers);
    this.#state = 'between';
  }

  #enterWrapper(expected: 'key' | 'colon' | 'comma'): void {
    this.#state = 'wrapper';
    this.#expected = expected;
  }

  #scanWrapper(buffer: RecordBuffer): void {
    const { bytes, length } = buffer;
    let at = buffer.scanned;
    while (at < length && isWhiteSpace(bytes[at] as number)) at++;
    buffer.scanned = at;
    if (at === length) return;
    const byte = bytes[at] as number;
    if (byte === closeBrace && this.#expected !== 'colon' && this.#expected !== 'value') this.#closeWrapper(buffer);
    else if (this.#expected === 'key' && byte === quote) {
      buffer.hold = at;
      this.#beginValue('key', byte);
    } else if (this.#expected === 'colon' && byte === colon) this.#step(buffer, 'value');
    else if (this.#expected === 'comma' && byte === comma) this.#step(buffer, 'key');
    else if (this.#expected !== 'value' || !this.#openMember(buffer, byte)) this.#lose(buffer, 'is broken JSON');
  }

  #step(buffer: RecordBuffer, expected: 'key' | 'value'): void {
    buffer.scanned++;
    this.#expected = expected;
  }

  #openMember(buffer: RecordBuffer, byte: number): boolean {
    const level = this.#pathsOfWrapper.length;
    if (byte === bracket && this.#onPaths.some((path) => path.length === level)) {
      buffer.drop();
      buffer.scanned++;
      this.#hasRecords = true;
      this.#places.push('records');
      this.#state = 'between';
      return true;
    }
    const longer = byte === brace ? this.#onPaths.filter((path) => path.length > level) : noPaths;
    if (longer.length > 0) {
      buffer.scanned++;
      this.#enterObject(longer);
      this.#expected = 'key';
      return true;
    }
    return this.#beginValue('member', byte);
  }

  #enterObject(paths: readonly Path[]): void {
    this.#places.push('wrapper');
    this.#pathsOfWrapper.push(paths);
  }

  #beginValue(role: Role, byte: number): boolean {
    if (!this.#value.begin(byte)) return false;
    this.#role = role;
    this.#state = 'value';
    return true;
  }

  #closeWrapper(buffer: RecordBuffer): void {
    buffer.scanned++;
    this.#places.pop();
    this.#pathsOfWrapper.pop();
    if (this.#places.at(-1) === 'wrapper') this.#expected = 'comma';
    else if (this.#hasRecords) this.#state = 'between';
    else this.#endRecord(buffer, buffer.scanned);
  }

  #matchingPaths(buffer: RecordBuffer): readonly Path[] {
    const level = this.#pathsOfWrapper.length;
    const paths = this.#pathsOfWrapper[level - 1];
    if (paths === undefined || buffer.hold < 0) return noPaths;
    const { bytes, hold: start, scanned: end } = buffer;
    // Nearly every key is another one, and that costs nothing but a look at its length.
    if (!hasByte(bytes, backslash, start, end) && !paths.some((path) => path[level - 1]?.length === end - start)) {
      return noPaths;
    }
    const key = plainKey(bytes.subarray(start, end));
    let found = noPaths;
    for (const path of paths) if (key !== undefined && path[level - 1]?.equals(key)) found = [...found, path];
    return found;
  }

  #lose(buffer: RecordBuffer, why: string): void {
    const at = buffer.scanned;
    if (!buffer.isOpen) buffer.begin(at);
    this.#isLineStart = at > 0 && buffer.bytes[at - 1] === lineFeed;
    this.#lostWhy = why;
    this.#state = 'lost';
  }

  #scanLost(buffer: RecordBuffer): void {
    const { bytes, length } = buffer;
    let at = buffer.scanned;
    for (;;) {
      if (this.#isLineStart && at < length && (bytes[at] === brace || bytes[at] === bracket)) {
        buffer.problem('broken', at, this.#lostWhy);
        this.#places.length = 1;
        this.#pathsOfWrapper.length = 0;
        this.#wasLost = true;
        this.#state = 'between';
        buffer.scanned = at;
        return;
      }
      if (at >= length) break;
      const next = bytes.subarray(0, length).indexOf(lineFeed, at);
      this.#isLineStart = next >= 0;
      at = next < 0 ? length : next + 1;
    }
    buffer.scanned = at;
  }
}

function hasByte(bytes: Uint8Array, byte: number, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === byte) return true;
  return false;
}

/** The key as JSON.stringify writes it; undefined where it is no JSON string. */
function plainKey(key: Buffer): Buffer | undefined {
  if (!key.includes(backslash)) return key;
  try {
    return Buffer.from(JSON.stringify(JSON.parse(key.toString())));
  } catch {
    return undefined;
  }
}

function isWhiteSpace(byte: number): boolean {
  return byte === 0x20 || byte === lineFeed || byte === 0x0d || byte === 0x09;
}

function isSeparator(byte: number): boolean {
  return isWhiteSpace(byte) || byte === comma || byte === recordSeparator;
}
