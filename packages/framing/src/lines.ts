import { Buffer } from 'node:buffer';
import type { Framer } from './framer.ts';
import type { RecordBuffer } from './record-buffer.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;

/**
 * Every line is a record. Chunks are cut behind a line feed and threads split them, so nothing is looked at byte by byte
 * here except to count lines. A lone carriage return separates nothing.
 */
export class LineFramer implements Framer {
  scan(buffer: RecordBuffer): void {
    if (!buffer.isOpen) buffer.begin(buffer.scanned);
    while (skipOverlongLine(buffer)) buffer.begin(0);
    const { bytes, length, scanned } = buffer;
    buffer.scanned = length;
    if (buffer.isOverlong || length === 0) return;
    const last = bytes.lastIndexOf(lineFeed, length - 1);
    if (last >= scanned) buffer.endLines(last + 1, countLines(bytes, scanned, last + 1));
  }

  finish(buffer: RecordBuffer, isCut: boolean): void {
    if (!buffer.isOpen || (!buffer.isOverlong && buffer.openOffset >= buffer.length)) return;
    if (isCut) buffer.problem('truncated', buffer.length, 'is cut off');
    else if (isTooLong(buffer, buffer.length)) endOverlongLine(buffer, buffer.length);
    else buffer.endLines(buffer.length, 1);
  }
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
  const endPosition = buffer.position + end;
  // The lines before leave first, so that the chunk after this line begins behind it.
  buffer.emit();
  buffer.problem(
    'record-too-long',
    endPosition - buffer.position,
    `is longer than ${buffer.options.maxRecordBytes} bytes`,
  );
  buffer.skipLines(1);
  buffer.discard(Math.min(endPosition + 1 - buffer.position, buffer.length));
  buffer.scanned = 0;
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
  for (let at = bytes.indexOf(lineFeed, from); at >= 0 && at < to; at = bytes.indexOf(lineFeed, at + 1)) count++;
  return count;
}
