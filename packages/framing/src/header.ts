import { Buffer } from 'node:buffer';
import type { ColumnsFormat } from '@siem/log-type';
import { isBlank } from './lines.ts';
import type { RecordBuffer } from './record-buffer.ts';

export type LineKind = 'record' | 'header' | 'comment';

/** Longer lines are judged by their first bytes. */
const maxJudgedBytes = 64 * 1024;
const prefixBytes = 8;
const cacheBits = 12;

/**
 * Tells header and comment lines from records. Objects that were concatenated have a header in the middle, with other
 * columns perhaps, so every line is judged. To keep that cheap, a line that begins with the same eight bytes as a record
 * seen before is a record too, unless a header has begun so.
 */
export class HeaderDetector {
  readonly #pattern: RegExp | undefined;
  readonly #comment: Buffer | undefined;
  #isFirstLineHeader: boolean;
  readonly #recordPrefixes = new Int32Array(2 << cacheBits);
  readonly #headerPrefixes = new Set<string>();

  constructor(format: Pick<ColumnsFormat, 'header' | 'headerPattern' | 'comment'>) {
    // `g` and `y` would make test() remember a position.
    const { headerPattern, comment } = format;
    const remembers = headerPattern !== undefined && /[gy]/.test(headerPattern.flags);
    this.#pattern = remembers
      ? new RegExp(headerPattern.source, headerPattern.flags.replace(/[gy]/g, ''))
      : headerPattern;
    this.#comment = comment === undefined || comment === '' ? undefined : Buffer.from(comment);
    this.#isFirstLineHeader = format.header === 'file' && !this.#pattern && !this.#comment;
  }

  /** Undefined: this format has no lines but records. */
  static for(format: ColumnsFormat): HeaderDetector | undefined {
    const hasOthers = format.header === 'file' || format.headerPattern !== undefined || format.comment !== undefined;
    return hasOthers ? new HeaderDetector(format) : undefined;
  }

  /** A lone carriage return separates nothing; but what stands behind one must not go with a header. */
  judge(buffer: RecordBuffer, start: number, end: number): LineKind {
    const kind = this.#kindOf(buffer, start, end);
    return kind !== 'record' && lineText(buffer.bytes, start, end).includes('\r') ? 'record' : kind;
  }

  #kindOf(buffer: RecordBuffer, start: number, end: number): LineKind {
    const { bytes } = buffer;
    if (this.#isFirstLineHeader && !isBlank(bytes, start, end)) {
      this.#isFirstLineHeader = false;
      return 'header';
    }
    if (this.#comment && bytes[start] === this.#comment[0] && startsWith(bytes, start, end, this.#comment)) {
      return this.#isFieldsLine(bytes, start, end) ? 'header' : 'comment';
    }
    return this.#pattern && this.#matches(buffer, start, end, this.#pattern) ? 'header' : 'record';
  }

  #isFieldsLine(bytes: Buffer, start: number, end: number): boolean {
    const text = lineText(bytes, start, Math.min(end, start + maxJudgedBytes));
    return /^#Fields:/i.test(text) || (this.#pattern?.test(text) ?? false);
  }

  #matches(buffer: RecordBuffer, start: number, end: number, pattern: RegExp): boolean {
    const { bytes, view } = buffer;
    if (end - start < prefixBytes) return pattern.test(lineText(bytes, start, end));
    const first = view.getInt32(start, true);
    const second = view.getInt32(start + 4, true);
    const slot = (Math.imul(first ^ Math.imul(second, 31), 0x9e3779b1) >>> (32 - cacheBits)) * 2;
    const prefixes = this.#recordPrefixes;
    if (prefixes[slot] === first && prefixes[slot + 1] === second) return false;
    const isHeader = pattern.test(lineText(bytes, start, Math.min(end, start + maxJudgedBytes)));
    const prefix = `${first} ${second}`;
    if (isHeader) this.#headerPrefixes.add(prefix);
    else if (!this.#headerPrefixes.has(prefix)) {
      prefixes[slot] = first;
      prefixes[slot + 1] = second;
    }
    return isHeader;
  }
}

/** Without the line end. */
export function lineText(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, bytes[end - 1] === 0x0d ? end - 1 : end);
}

function startsWith(bytes: Buffer, start: number, end: number, wanted: Buffer): boolean {
  return end - start >= wanted.length && bytes.compare(wanted, 0, wanted.length, start, start + wanted.length) === 0;
}
