import type { ObjectSource } from './source.ts';

/** What can be read at any place. */
export type RandomAccess = Pick<ObjectSource, 'sizeBytes' | 'range'>;

const blockBytes = 1024 * 1024;
const keptBlocks = 4;

/**
 * Reads in blocks and keeps the last few: a zip directory is read in steps of some tens of bytes, and over a network each
 * step would be a request.
 */
export class BlockReader {
  readonly sizeBytes: number;
  /** The source's own failure, for telling it from faults in the content. */
  failure: { error: unknown } | undefined;
  readonly #file: RandomAccess;
  /** By number, the most recently used last. */
  readonly #blocks = new Map<number, Promise<Uint8Array>>();

  constructor(file: RandomAccess) {
    this.#file = file;
    this.sizeBytes = file.sizeBytes;
  }

  async read(target: Uint8Array, start: number): Promise<void> {
    for (let filled = 0; filled < target.length; ) {
      const rest = await this.#from(start + filled);
      const piece = rest.subarray(0, target.length - filled);
      target.set(piece, filled);
      filled += piece.length;
    }
  }

  /** The bytes from start to end, in pieces, the next block on its way while one is used. */
  async *stream(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let position = start; position < end; ) {
      const piece = (await this.#from(position)).subarray(0, end - position);
      position += piece.length;
      // The failure, if any, is met when the block is needed.
      if (position < end) this.#block(Math.floor(position / blockBytes)).catch(() => {});
      yield piece;
    }
  }

  async #from(position: number): Promise<Uint8Array> {
    const number = Math.floor(position / blockBytes);
    const rest = (await this.#block(number)).subarray(position - number * blockBytes);
    if (rest.length === 0) throw new Error(`Byte ${position} is behind the end of ${this.sizeBytes} bytes`);
    return rest;
  }

  #block(number: number): Promise<Uint8Array> {
    const kept = this.#blocks.get(number);
    const block = kept ?? this.#load(number);
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
    const oldest = this.#blocks.keys().next();
    if (this.#blocks.size > keptBlocks && !oldest.done) this.#blocks.delete(oldest.value);
    return block;
  }

  async #load(number: number): Promise<Uint8Array> {
    const start = number * blockBytes;
    const end = Math.min(start + blockBytes, this.sizeBytes);
    if (start >= end) return new Uint8Array(0);
    try {
      return await this.#file.range(start, end);
    } catch (error) {
      this.#blocks.delete(number);
      this.failure = { error };
      throw error;
    }
  }
}
