import { Buffer } from 'node:buffer';
import type { Framer } from './framer.ts';
import { type HeaderDetector, lineText } from './header.ts';
import { isBlank } from './lines.ts';
import type { RecordBuffer } from './record-buffer.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Where the scanner stands:
 * - value     at the first byte of a value
 * - plain     in a value without quotes, or behind the closing quote
 * - quoted    between quotes
 * - closing   behind a quote that either ends the value or is the first of two
 */
type State = 'value' | 'plain' | 'quoted' | 'closing';

/**
 * RFC 4180: a value in double quotes may contain line feeds, and quotes that are doubled. Quotes inside a value without
 * quotes are part of it. A quote that is never closed would swallow the rest of the part; then the record's first line is
 * a problem and the next line begins a record.
 */
export class CsvFramer implements Framer {
  readonly #delimiter: number;
  readonly #detector: HeaderDetector | undefined;
  #state: State = 'value';

  constructor(delimiter: string, detector?: HeaderDetector) {
    this.#delimiter = Buffer.from(delimiter)[0] ?? 0x2c;
    this.#detector = detector;
  }

  scan(buffer: RecordBuffer): void {
    if (!buffer.isOpen) buffer.begin(buffer.scanned);
    while (buffer.scanned < buffer.length) {
      if (this.#state === 'quoted' && buffer.isOverlong) this.#state = 'plain';
      const isAtStart = this.#state === 'value' && buffer.scanned === buffer.openOffset && !buffer.isOverlong;
      if (!(isAtStart && this.#takeUnquoted(buffer))) this.#scanBytes(buffer);
    }
  }

  finish(buffer: RecordBuffer, isCut: boolean): void {
    while (this.#state === 'quoted' && !isCut && this.rescue(buffer)) this.scan(buffer);
    if (!buffer.isOverlong && buffer.openOffset >= buffer.length) return;
    if (isCut) buffer.problem('truncated', buffer.length, 'is cut off');
    else if (this.#state === 'quoted')
      buffer.problem('broken', buffer.length, 'has an opening quote without a closing one');
    else this.#endRecord(buffer, buffer.length);
  }

  rescue(buffer: RecordBuffer): boolean {
    if (this.#state !== 'quoted' || buffer.isOverlong) return false;
    const end = buffer.bytes.subarray(0, buffer.length).indexOf(lineFeed, buffer.openOffset);
    if (end < 0) return false;
    buffer.problem('broken', end, 'has an opening quote without a closing one');
    this.#beginAt(buffer, end + 1);
    return true;
  }

  /** Lines without any quote, the common case, are found natively. True: it took one or more. */
  #takeUnquoted(buffer: RecordBuffer): boolean {
    const window = buffer.bytes.subarray(0, buffer.length);
    const firstQuote = window.indexOf(quote, buffer.scanned);
    const quoteAt = firstQuote < 0 ? buffer.length : firstQuote;
    const { bytes } = buffer;
    let taken = false;
    for (;;) {
      const end = window.indexOf(lineFeed, buffer.scanned);
      if (end < 0 || end > quoteAt) return taken;
      taken = true;
      this.#endRecord(buffer, end);
      // A header makes the buffer move.
      if (buffer.bytes !== bytes) return taken;
    }
  }

  #scanBytes(buffer: RecordBuffer): void {
    const { bytes, length } = buffer;
    const delimiter = this.#delimiter;
    let state = this.#state;
    let at = buffer.scanned;
    while (at < length) {
      if (state === 'quoted') {
        const next = bytes.indexOf(quote, at);
        if (next < 0 || next >= length) {
          at = length;
          break;
        }
        at = next + 1;
        state = 'closing';
        continue;
      }
      const byte = bytes[at] as number;
      if (byte === lineFeed) {
        this.#endRecord(buffer, at);
        return;
      }
      at++;
      if (byte === quote && state !== 'plain') state = 'quoted';
      else state = byte === delimiter ? 'value' : 'plain';
    }
    this.#state = state;
    buffer.scanned = at;
  }

  /** `end`: offset of the line feed, or the end of the part. */
  #endRecord(buffer: RecordBuffer, end: number): void {
    const { bytes, openOffset, isOverlong } = buffer;
    const next = Math.min(end + 1, buffer.length);
    const textEnd = !isOverlong && end > openOffset && bytes[end - 1] === carriageReturn ? end - 1 : end;
    if (!isOverlong && isBlank(bytes, openOffset, textEnd)) buffer.drop();
    else if (!isOverlong && this.#detector && this.#isNoRecord(buffer, this.#detector, end)) return;
    else buffer.end(textEnd);
    this.#beginAt(buffer, next);
  }

  #isNoRecord(buffer: RecordBuffer, detector: HeaderDetector, end: number): boolean {
    const kind = detector.judge(buffer, buffer.openOffset, end);
    if (kind === 'record') return false;
    const text = lineText(buffer.bytes, buffer.openOffset, end);
    buffer.leaveOut(Math.min(end + 1, buffer.length));
    if (kind === 'header') buffer.marks = { ...buffer.marks, header: text };
    this.#beginAt(buffer, buffer.openOffset);
    return true;
  }

  #beginAt(buffer: RecordBuffer, offset: number): void {
    buffer.begin(offset);
    buffer.scanned = offset;
    this.#state = 'value';
  }
}
