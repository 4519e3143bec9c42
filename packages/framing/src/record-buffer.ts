import { Buffer } from 'node:buffer';
import type { Framed, FrameOptions, FrameProblemCode, RecordChunk } from './types.ts';

/** Parts of a chunk that come from the framer, not from the bytes. */
export type ChunkMarks = Pick<RecordChunk, 'header' | 'envelope' | 'rows'>;

const none = -1;

/**
 * The window of the part that a framer sees. Complete records stand in front, the record under way behind them; when the
 * window is full, the complete ones leave as a chunk and the rest moves to a new buffer. A record that outgrows
 * maxRecordBytes is no longer held: its first bytes are kept for the problem, the rest is only counted.
 *
 * The record under way is one of
 * - none: between records, everything scanned may be dropped
 * - whole: begins at bytes[open]
 * - overlong: began before bytes[0]; whatever ends it makes it a problem
 */
export class RecordBuffer {
  bytes: Buffer<ArrayBuffer>;
  /** Of the same bytes, for looking at several in one step. */
  view: DataView;
  /** Bytes filled in. */
  length = 0;
  /** The framer has looked at the bytes before. Beyond `length` where it knows that it need not look. */
  scanned = 0;
  /** Of bytes[0] in the part. */
  position = 0;
  /** Bytes from here on stay although no record is under way: a token that the framer has not seen to its end. */
  hold = none;
  marks: ChunkMarks = {};
  /** Finished, in order, except that a problem may come before the chunk with the records in front of it. */
  out: Framed[] = [];

  readonly options: FrameOptions;
  readonly #startCapacity: number;
  readonly #maxCapacity: number;
  #open = none;
  #overlong: { head: Uint8Array; position: number } | undefined;
  #ranges = new Uint32Array(512);
  #rangeCount = 0;
  #linesEnd = 0;
  #lines = 0;
  /** What stands before has left with a chunk, or is no record. */
  #chunkStart = 0;
  #bigNumbers = false;
  /** What the record under way inherits, and what the chunk's first record does. */
  #inherited: { open: string | undefined; chunk: string | undefined } = { open: undefined, chunk: undefined };
  /** Records, or lines, in the chunks that have left. */
  #recordsBefore = 0;

  constructor(options: FrameOptions) {
    this.options = { ...options, maxProblemBytes: Math.min(options.maxProblemBytes, options.maxRecordBytes) };
    // Room for a record of exactly the allowed length and for what ends it.
    this.#maxCapacity = options.maxRecordBytes + 4;
    this.#startCapacity = Math.min(options.chunkBytes, options.maxRecordBytes);
    this.bytes = Buffer.allocUnsafeSlow(this.#startCapacity);
    this.view = new DataView(this.bytes.buffer);
  }

  get isFull(): boolean {
    return this.length === this.bytes.length;
  }

  get isOpen(): boolean {
    return this.#open !== none;
  }

  /** The record under way is too long already. */
  get isOverlong(): boolean {
    return this.#overlong !== undefined;
  }

  /** Offset of the record under way. */
  get openOffset(): number {
    return this.#open;
  }

  /** Takes as much of the piece as there is room for and returns how many bytes. */
  fill(piece: Uint8Array, from: number): number {
    const count = Math.min(piece.length - from, this.bytes.length - this.length);
    this.bytes.set(piece.subarray(from, from + count), this.length);
    this.length += count;
    return count;
  }

  /** @param inherited where records inherit from the one before: what this one does */
  begin(offset: number, inherited?: string): void {
    this.#open = offset;
    this.#inherited.open = inherited;
  }

  /** Nobody misses the bytes of the record under way. */
  drop(): void {
    this.#open = none;
    this.#overlong = undefined;
  }

  end(offset: number, hasBigNumbers = false): void {
    const start = this.#open;
    if (this.#overlong !== undefined || offset - start > this.options.maxRecordBytes) {
      this.problem('record_too_long', offset, `is longer than ${this.options.maxRecordBytes} bytes`);
      return;
    }
    this.#open = none;
    if (this.#rangeCount === 0) this.#inherited.chunk = this.#inherited.open;
    const at = this.#rangeCount++ * 2;
    if (at === this.#ranges.length) this.#growRanges();
    this.#ranges[at] = start;
    this.#ranges[at + 1] = offset;
    if (hasBigNumbers) this.#bigNumbers = true;
  }

  /** Everything before offset is complete lines; the record under way begins there. */
  endLines(offset: number, count: number): void {
    this.#linesEnd = offset;
    this.#lines += count;
    this.#open = offset;
  }

  /**
   * Leaves out what is no record, from openOffset to `end`. The records before it leave as a chunk. Offsets change.
   * @param lines how many lines it is, where lines are counted
   */
  leaveOut(end: number, lines = 0): void {
    const endPosition = this.position + end;
    this.emit();
    this.#recordsBefore += lines;
    this.#chunkStart = this.#open = endPosition - this.position;
    this.#overlong = undefined;
  }

  /** The bytes from begin() to offset are no record. `why` completes the sentence "Record ... at position 1234 ...". */
  problem(code: FrameProblemCode, offset: number, why: string): void {
    const position = this.#overlong?.position ?? this.position + this.#open;
    const totalBytes = this.position + offset - position;
    const end = Math.min(offset, this.#open + this.options.maxProblemBytes);
    const bytes = this.#overlong?.head ?? new Uint8Array(this.bytes.subarray(this.#open, end));
    this.drop();
    const message = `Record of ${totalBytes} bytes at position ${position} ${why}`;
    this.out.push({ problem: { code, message, position, bytes, totalBytes } });
  }

  /**
   * Makes room in a full window.
   * @param rescue what the framer does before a record becomes overlong; true: that made the record under way shorter
   */
  roll(rescue: () => boolean = () => false): void {
    this.emit();
    this.#discard(this.#firstKept());
    while (this.isFull) {
      if (this.bytes.length < this.#maxCapacity) this.#move(Math.min(this.bytes.length * 2, this.#maxCapacity), 0);
      else if (!this.#overlong && rescue()) this.roll(rescue);
      else this.#giveUpHolding();
    }
  }

  /** Emits the complete records as a chunk. Offsets change. */
  emit(): void {
    const isLines = this.#rangeCount === 0;
    if (isLines && this.#lines === 0) return;
    const ranges = this.#ranges.slice(0, this.#rangeCount * 2);
    const start = isLines ? this.#chunkStart : (ranges[0] as number);
    const end = isLines ? this.#linesEnd : (ranges[ranges.length - 1] as number);
    const chunk: RecordChunk = {
      bytes: this.#take(start, end),
      firstRecord: this.#recordsBefore,
      position: this.position + start,
      ...this.marks,
    };
    if (!isLines) chunk.ranges = start === 0 ? ranges : ranges.map((offset) => offset - start);
    if (this.#bigNumbers) chunk.bigNumbers = true;
    if (!isLines && this.#inherited.chunk !== undefined) chunk.inherited = this.#inherited.chunk;
    this.out.push(chunk);
    this.#recordsBefore += isLines ? this.#lines : this.#rangeCount;
    this.#rangeCount = this.#lines = 0;
    this.#bigNumbers = false;
    this.#chunkStart = end;
    if (chunk.bytes.buffer === this.bytes.buffer) this.#renew(end);
  }

  /** A small chunk gets a copy; a large one the buffer itself, and what stands behind moves to a new one. */
  #take(start: number, end: number): Uint8Array {
    const size = end - start;
    if (size < this.bytes.length / 2) return new Uint8Array(this.bytes.subarray(start, end));
    return new Uint8Array(this.bytes.buffer, start, size);
  }

  #renew(from: number): void {
    const rest = this.length - from;
    this.#move(Math.max(this.#startCapacity, Math.min(rest * 2, this.#maxCapacity)), from);
  }

  #firstKept(): number {
    let first = Math.min(this.scanned, this.length);
    if (this.#open !== none && !this.#overlong) first = Math.min(first, this.#open);
    return this.hold === none ? first : Math.min(first, this.hold);
  }

  /** The window has its largest size and is full: the record under way is too long, or the token held is. */
  #giveUpHolding(): void {
    if (this.#open !== none && !this.#overlong) {
      const head = new Uint8Array(this.bytes.subarray(this.#open, this.#open + this.options.maxProblemBytes));
      this.#overlong = { head, position: this.position + this.#open };
    } else {
      this.hold = none;
    }
    const first = this.#firstKept();
    if (first === 0 && this.hold === none) throw new Error('The framer made no progress on a full window');
    this.#move(Math.max(this.#startCapacity, this.length - first), first);
  }

  #discard(count: number): void {
    if (count === 0) return;
    this.bytes.copyWithin(0, count, this.length);
    this.#shift(count);
  }

  #move(capacity: number, from: number): void {
    const bytes = Buffer.allocUnsafeSlow(capacity);
    bytes.set(this.bytes.subarray(from, this.length));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
    this.#shift(from);
  }

  #shift(count: number): void {
    this.length -= count;
    this.scanned -= count;
    this.position += count;
    this.#chunkStart = Math.max(0, this.#chunkStart - count);
    if (this.#open !== none) this.#open = Math.max(0, this.#open - count);
    if (this.hold !== none) this.hold -= count;
  }

  #growRanges(): void {
    const ranges = new Uint32Array(this.#ranges.length * 2);
    ranges.set(this.#ranges);
    this.#ranges = ranges;
  }
}
