import { Buffer } from 'node:buffer';
import type { Framer } from './framer.ts';
import { type HeaderDetector, type LineKind, lineText } from './header.ts';
import type { RecordBuffer } from './record-buffer.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;

/**
 * Every line is a record, unless it is a header or a comment. Chunks are cut behind a line feed and threads split them,
 * so without headers nothing is looked at here except to count lines. A lone carriage return separates nothing.
 */
export class LineFramer implements Framer {
  readonly #detector: HeaderDetector | undefined;

  constructor(detector?: HeaderDetector) {
    this.#detector = detector;
  }

  scan(buffer: RecordBuffer): void {
    if (!buffer.isOpen) buffer.begin(buffer.scanned);
    while (skipOverlongLine(buffer));
    if (buffer.isOverlong || buffer.length === 0) buffer.scanned = buffer.length;
    else if (this.#detector) this.#judgeLines(buffer, this.#detector);
    else takeLines(buffer);
  }

  finish(buffer: RecordBuffer, isCut: boolean): void {
    if (!buffer.isOpen || (!buffer.isOverlong && buffer.openOffset >= buffer.length)) return;
    if (isCut) buffer.problem('truncated', buffer.length, 'is cut off');
    else if (isTooLong(buffer, buffer.length)) endOverlongLine(buffer, buffer.length);
    else if (this.#detector && this.#judge(buffer, this.#detector, buffer.length) !== 'record') return;
    else buffer.endLines(buffer.length, 1);
  }

  #judgeLines(buffer: RecordBuffer, detector: HeaderDetector): void {
    let end = buffer.bytes.indexOf(lineFeed, buffer.scanned);
    while (end >= 0 && end < buffer.length) {
      if (this.#judge(buffer, detector, end) === 'record') buffer.endLines(end + 1, 1);
      end = buffer.bytes.indexOf(lineFeed, buffer.openOffset);
    }
    buffer.scanned = buffer.length;
  }

  /** The line from openOffset on. One that is no record is done with. */
  #judge(buffer: RecordBuffer, detector: HeaderDetector, end: number): LineKind {
    const start = buffer.openOffset;
    const kind = detector.judge(buffer, start, end);
    if (kind === 'record') return kind;
    const text = lineText(buffer.bytes, start, end);
    buffer.leaveOut(Math.min(end + 1, buffer.length), 1);
    if (kind === 'header') buffer.marks = { ...buffer.marks, header: text };
    return kind;
  }
}

function takeLines(buffer: RecordBuffer): void {
  const { bytes, length, scanned } = buffer;
  buffer.scanned = length;
  const last = bytes.lastIndexOf(lineFeed, length - 1);
  if (last >= scanned) buffer.endLines(last + 1, countLines(bytes, scanned, last + 1));
}

/** Only a window grown to its largest size can hold the end of a line that is too long. */
function skipOverlongLine(buffer: RecordBuffer): boolean {
  if (!buffer.isOverlong && buffer.bytes.length <= buffer.options.maxRecordBytes) return false;
  const { bytes, length, scanned } = buffer;
  const end = bytes.subarray(0, length).indexOf(lineFeed, scanned);
  if (end < 0 || !isTooLong(buffer, end)) return false;
  endOverlongLine(buffer, end);
  return true;
}

function isTooLong(buffer: RecordBuffer, end: number): boolean {
  return buffer.isOverlong || end - buffer.openOffset > buffer.options.maxRecordBytes;
}

function endOverlongLine(buffer: RecordBuffer, end: number): void {
  const { openOffset } = buffer;
  buffer.problem('record_too_long', end, `is longer than ${buffer.options.maxRecordBytes} bytes`);
  buffer.begin(openOffset);
  buffer.scanned = Math.min(end + 1, buffer.length);
  buffer.leaveOut(buffer.scanned, 1);
}

/** Lines of a chunk without ranges, as [start0, end0, start1, end1, ...]: no blank lines, no line ends. */
export function splitLines(bytes: Uint8Array): Uint32Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let ranges = new Uint32Array(1024);
  let count = 0;
  for (let start = 0; start < bytes.length; ) {
    let next = buffer.indexOf(lineFeed, start);
    if (next < 0) next = bytes.length;
    const end = next > start && bytes[next - 1] === carriageReturn ? next - 1 : next;
    if (!isBlank(bytes, start, end)) {
      if (count === ranges.length) ranges = grown(ranges);
      ranges[count++] = start;
      ranges[count++] = end;
    }
    start = next + 1;
  }
  return ranges.subarray(0, count);
}

/** Nothing, or only spaces, tabs and carriage returns. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte > space || (byte !== space && byte !== 0x09 && byte !== carriageReturn)) return false;
  }
  return true;
}

function grown(ranges: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(ranges.length * 2);
  larger.set(ranges);
  return larger;
}

/** `indexOf` is native and, from about 40 bytes a line, faster than a loop. */
function countLines(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  let at = bytes.indexOf(lineFeed, from);
  for (; at >= 0 && at < to; at = bytes.indexOf(lineFeed, at + 1)) {
    if (++count % 1024 === 0 && (at - from) / count < shortLineBytes) break;
  }
  if (at < 0 || at >= to) return count;
  for (at++; at < to; at++) if (bytes[at] === lineFeed) count++;
  return count;
}

const shortLineBytes = 32;
