import { Buffer } from 'node:buffer';
import { blockAsFile, blockMagic, endMagic, findMagic, magicBits, readBits } from './bzip2-bits.ts';
import { ObjectReadError, type ObjectReadErrorCode } from './errors.ts';
import { type HelperThread, HelperThreads } from './helper-threads.ts';
import { PieceReader } from './piece-reader.ts';

/** `BZh`, then the block size in units of 100,000 bytes as a digit. */
const streamMagic = [0x42, 0x5a, 0x68];
const headerBits = 32;
const checksumBits = 32;
/** The library for bzip2 decodes whole buffers, so blocks are cut out and decoded one by one. Compressed bytes of one. */
const maxBlockBytes = (level: number) => level * 101_000 + 20_000;
const inputBytes = 256 * 1024;

/** bzip2 is slow and blocks. */
const threads = new HelperThreads(new URL('./bzip2-thread.ts', import.meta.url));

/** One or more bzip2 streams, one after the other. Blocks in front of a fault are given out. */
export async function* bunzip2(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new Bzip2Reader(source);
  try {
    while (await reader.beginStream()) {
      for (let block = await reader.nextBlock(); block !== undefined; block = await reader.nextBlock()) yield block;
    }
  } finally {
    await reader.close();
  }
}

class Bzip2Reader {
  readonly #input: PieceReader;
  /** Compressed bytes not yet done with. */
  #bytes: Uint8Array = new Uint8Array(0);
  #isAtEnd = false;
  #bit = 0;
  #level = 9;
  #checksum = 0;
  #position = 0;
  readonly #thread: HelperThread = threads.take();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#input = new PieceReader(source, inputBytes);
  }

  async close(): Promise<void> {
    threads.giveBack(this.#thread);
    await this.#input.close();
  }

  /** False: nothing but zeros follows. */
  async beginStream(): Promise<boolean> {
    this.#discard();
    while (await this.#has(8)) {
      if (this.#bytes[this.#bit >>> 3] !== 0) break;
      this.#bit += 8;
      this.#discard();
    }
    if (!(await this.#has(8))) return false;
    const isWhole = await this.#has(headerBits);
    const bytes = this.#bytes.subarray(this.#bit >>> 3, (this.#bit + headerBits) >>> 3);
    const level = (bytes[3] ?? 0x31) - 0x30;
    if (!bytes.subarray(0, 3).every((byte, index) => byte === streamMagic[index]) || level < 1 || level > 9) {
      throw this.#fault('corrupt', 'is followed by bytes that are not bzip2');
    }
    if (!isWhole) throw this.#fault('truncated', 'stops in a header');
    this.#bit += headerBits;
    this.#level = level;
    this.#checksum = 0;
    return true;
  }

  /** Undefined at the end of the stream. */
  async nextBlock(): Promise<Uint8Array | undefined> {
    this.#discard();
    if (!(await this.#has(magicBits + checksumBits))) throw this.#fault('truncated', 'stops in the middle');
    const magic = readBits(this.#bytes, this.#bit, magicBits);
    const checksum = readBits(this.#bytes, this.#bit + magicBits, checksumBits);
    if (magic === endMagic) {
      if (checksum !== this.#checksum >>> 0) throw this.#fault('corrupt', 'has a wrong checksum');
      this.#bit = Math.ceil((this.#bit + magicBits + checksumBits) / 8) * 8;
      return undefined;
    }
    if (magic !== blockMagic) throw this.#fault('corrupt', 'is not valid');
    const block = await this.#decodeBlock();
    this.#checksum = ((this.#checksum << 1) | (this.#checksum >>> 31)) ^ checksum;
    this.#position += block.length;
    return block;
  }

  async #decodeBlock(): Promise<Uint8Array> {
    const firstBit = this.#bit + magicBits + checksumBits;
    let endBit = await this.#findEnd(firstBit);
    if (endBit === undefined && this.#isAtEnd) return this.#decodeLast();
    while (endBit !== undefined) {
      const block = await this.#decode(endBit);
      if (block) {
        this.#bit = endBit;
        return block;
      }
      // Once in about 10^14 bits the magic stands inside a block by chance: the block goes on behind it.
      endBit = await this.#findEnd(endBit + 1);
    }
    throw this.#fault('corrupt', 'is not valid');
  }

  /** Where the next block begins, or the stream ends; undefined: not where it should. */
  async #findEnd(fromBit: number): Promise<number | undefined> {
    const limitBit = this.#bit + maxBlockBytes(this.#level) * 8;
    let searchFrom = fromBit;
    for (;;) {
      const searched = this.#bytes.length;
      const found = findMagic(this.#bytes, searchFrom, searched);
      if (found !== undefined) return found <= limitBit ? found : undefined;
      if (this.#isAtEnd || searched * 8 > limitBit) return undefined;
      searchFrom = Math.max(fromBit, searched * 8 - magicBits);
      await this.#read();
    }
  }

  /** The stream is cut off, perhaps only in what follows its last block. */
  async #decodeLast(): Promise<Uint8Array> {
    const totalBits = this.#bytes.length * 8;
    for (let left = 0; left < magicBits + checksumBits; left++) {
      const seen = Math.min(left, magicBits);
      const prefix = readBits(this.#bytes, totalBits - left, seen);
      if (prefix !== leading(endMagic, seen) && prefix !== leading(blockMagic, seen)) continue;
      const block = await this.#decode(totalBits - left);
      if (!block) continue;
      this.#bit = totalBits;
      return block;
    }
    throw this.#fault('truncated', 'stops in the middle');
  }

  async #decode(endBit: number): Promise<Uint8Array | undefined> {
    const file = blockAsFile(this.#bytes, this.#bit, endBit, this.#level);
    return (await this.#thread.request(file, [file.buffer])) as Uint8Array | undefined;
  }

  #discard(): void {
    const done = Math.min(this.#bit >>> 3, this.#bytes.length);
    this.#bytes = this.#bytes.subarray(done);
    this.#bit -= done * 8;
  }

  async #has(bits: number): Promise<boolean> {
    while (this.#bytes.length * 8 < this.#bit + bits) {
      if (this.#isAtEnd) return false;
      await this.#read();
    }
    return true;
  }

  async #read(): Promise<void> {
    const piece = await this.#input.next();
    if (piece === undefined) this.#isAtEnd = true;
    else this.#bytes = this.#bytes.length === 0 ? piece : Buffer.concat([this.#bytes, piece]);
  }

  #fault(code: ObjectReadErrorCode, what: string): ObjectReadError {
    const message = `The bzip2 data ${what} after ${this.#position} uncompressed bytes`;
    return new ObjectReadError(code, message, { format: 'bzip2', position: this.#position });
  }
}

/** The first bits of a magic. */
function leading(magic: number, bits: number): number {
  return Math.floor(magic / 2 ** (magicBits - bits));
}
