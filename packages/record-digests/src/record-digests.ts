import { md5LanesModule, quotedDigits, scratchBytes, tableEntryBytes } from './md5-lanes.ts';
import { WebAssembly } from './webassembly.ts';

const wordsOfEntry = tableEntryBytes / 4;
const pageBytes = 65_536;
const lanes = 4;
const maxChunkBytes = 8 * 1024 * 1024;

/** MD5 of all records of a chunk at once. One per thread: the memory is used again. */
export class RecordDigests {
  private readonly memory = new WebAssembly.Memory({ initial: 1 });
  private readonly run: (table: number, groups: number) => void;

  constructor() {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(md5LanesModule()), { m: { m: this.memory } });
    this.run = instance.exports['f'] as (table: number, groups: number) => void;
  }

  /**
   * @param ranges [start, end, …] of records in `bytes`, each end not before its start
   * @returns of each record, in their order, 32 hexadecimal digits in quotes, `quotedDigits` characters; undefined for chunks whose memory would be too large to keep
   */
  of(bytes: Uint8Array, ranges: ArrayLike<number>): string | undefined {
    const records = ranges.length / 2;
    if (bytes.length > maxChunkBytes || records === 0) return undefined;
    const slots = Math.ceil(records / lanes) * lanes;
    // A block behind the text, which may be read; the same for those that fill the last group.
    const table = scratchBytes + aligned(bytes.length + 64);
    const json = table + slots * tableEntryBytes;
    this.reserve(json + slots * quotedDigits);
    const { buffer } = this.memory;
    new Uint8Array(buffer, scratchBytes).set(bytes);
    this.fillTable(new Int32Array(buffer, table, slots * wordsOfEntry), ranges, json);
    this.run(table, slots / lanes);
    return Buffer.from(buffer, json, records * quotedDigits).toString('latin1');
  }

  /** As `of`, for texts; undefined also where they cannot be told apart once they are joined (halves of a character). */
  ofTexts(texts: readonly string[]): string | undefined {
    if (texts.reduce((sum, { length }) => sum + length, 0) > maxChunkBytes) return undefined;
    const bytes = Buffer.from(texts.join(''));
    const ranges = new Int32Array(2 * texts.length);
    let end = 0;
    texts.forEach((text, i) => {
      ranges[2 * i] = end;
      end += Buffer.byteLength(text);
      ranges[2 * i + 1] = end;
    });
    return end === bytes.length ? this.of(bytes, ranges) : undefined;
  }

  /** In the order of their blocks, so that the four of a group end together. */
  private fillTable(table: Int32Array, ranges: ArrayLike<number>, json: number): void {
    const records = ranges.length / 2;
    const places = placesByBlocks(ranges, records);
    for (let i = 0; i < table.length / wordsOfEntry; i++) {
      const entry = wordsOfEntry * (i < records ? places[i]! : i);
      const start = i < records ? ranges[2 * i]! : 0;
      table[entry] = scratchBytes + start;
      table[entry + 1] = i < records ? ranges[2 * i + 1]! - start : 0;
      table[entry + 2] = json + i * quotedDigits;
    }
  }

  private reserve(bytes: number): void {
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
  }
}

const blockBytes = 64;
/** Longer ones are few. */
const maxSortedBlocks = 256;

/** Place of each record in the order of their number of blocks (a counting sort). */
function placesByBlocks(ranges: ArrayLike<number>, records: number): Uint32Array {
  const next = new Uint32Array(maxSortedBlocks + 2);
  const blocks = (i: number) => Math.min(maxSortedBlocks, ((ranges[2 * i + 1]! - ranges[2 * i]! + 8) / blockBytes) | 0);
  for (let i = 0; i < records; i++) next[blocks(i) + 1]!++;
  for (let i = 1; i < next.length; i++) next[i]! += next[i - 1]!;
  const places = new Uint32Array(records);
  for (let i = 0; i < records; i++) places[i] = next[blocks(i)]!++;
  return places;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
