import type { Framer } from './framer.ts';
import { isBlank } from './lines.ts';
import type { RecordBuffer } from './record-buffer.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** A first line is known by its beginning. */
const maxJudgedBytes = 4096;

/** Anything that tells a first line by its text, without the line end and at most its first 4 KiB. */
export type FirstLinePattern = Pick<RegExp, 'test'>;

/**
 * A record is a line that matches the pattern and the lines behind it up to the next that does. Text before the first
 * such line is a problem, or a record where `keepUnmatched` asks for that. Blank lines at a record's end are no part of it.
 */
export class MultilineFramer implements Framer {
  readonly #first: FirstLinePattern;
  readonly #keepUnmatched: boolean;
  readonly #inherited: RegExp | undefined;
  /** Of the records so far, the last one's. */
  #latest: string | undefined;
  /** The line under way begins at `hold` and is not judged yet. */
  #isJudged = false;
  #isBeforeFirst = true;

  /** @param inherited finds, as its first group, what records without it inherit */
  constructor(first: FirstLinePattern, keepUnmatched = false, inherited?: RegExp) {
    this.#first = first;
    this.#keepUnmatched = keepUnmatched;
    this.#inherited = inherited;
  }

  scan(buffer: RecordBuffer): void {
    if (buffer.hold < 0 && !this.#isJudged) buffer.hold = buffer.scanned;
    while (buffer.scanned < buffer.length) {
      const window = buffer.bytes.subarray(0, buffer.length);
      const lineEnd = window.indexOf(lineFeed, buffer.scanned);
      if (!this.#isJudged && (lineEnd >= 0 || buffer.length - buffer.hold >= maxJudgedBytes)) {
        this.#judge(buffer, lineEnd < 0 ? buffer.length : lineEnd);
      }
      buffer.scanned = lineEnd < 0 ? buffer.length : lineEnd + 1;
      if (lineEnd < 0) return;
      this.#isJudged = false;
      buffer.hold = buffer.scanned;
    }
  }

  finish(buffer: RecordBuffer, isCut: boolean): void {
    if (!this.#isJudged && buffer.hold >= 0 && buffer.hold < buffer.length) this.#judge(buffer, buffer.length);
    if (!buffer.isOpen) return;
    if (isCut) buffer.problem('truncated', buffer.length, 'is cut off');
    else this.#endRecord(buffer, buffer.length);
  }

  /** The line from `hold` on: the first of a record or not. */
  #judge(buffer: RecordBuffer, lineEnd: number): void {
    const start = buffer.hold;
    let end = Math.min(lineEnd, start + maxJudgedBytes);
    if (end > start && buffer.bytes[end - 1] === carriageReturn) end--;
    const line = buffer.bytes.toString('utf8', start, end);
    if (this.#first.test(line)) {
      if (buffer.isOpen) this.#endRecord(buffer, start);
      this.#isBeforeFirst = false;
      buffer.begin(start, this.#latest);
      if (this.#inherited !== undefined) this.#latest = this.#inherited.exec(line)?.[1] ?? this.#latest;
    } else if (!buffer.isOpen) buffer.begin(start);
    this.#isJudged = true;
    buffer.hold = -1;
  }

  #endRecord(buffer: RecordBuffer, next: number): void {
    const { bytes, openOffset } = buffer;
    let end = next;
    // Of an overlong record the end may have left the window already, so its length always includes the line end.
    if (!buffer.isOverlong) {
      while (end > openOffset && (bytes[end - 1] === lineFeed || bytes[end - 1] === carriageReturn)) end--;
      if (end - openOffset > buffer.options.maxRecordBytes) end = next;
    }
    if (!this.#isBeforeFirst || this.#keepUnmatched) {
      if (buffer.isOverlong || !isBlank(bytes, openOffset, end)) buffer.end(end);
      else buffer.drop();
    } else if (!buffer.isOverlong && isBlank(bytes, openOffset, end)) buffer.drop();
    else buffer.problem('no_first_line', end, 'stands before the first line that begins a record');
  }
}
