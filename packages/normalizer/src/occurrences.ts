import type { NormalizedChunk } from './chunk.ts';

/** Entries up to which hashes are kept exactly: 16 MiB of table. */
const maxExactEntries = 1 << 20;
/** Bits of the filter that takes over: 32 MiB, below one in a thousand wrong at 20 million records. */
const filterBits = 2 ** 28;

/**
 * Tells equal records of one object apart. Ids come from the content, so the second of two equal lines would overwrite
 * the first; it gets the number of its occurrence behind its id. Records must come in their order in the object: then
 * a second delivery of the object gives the same ids.
 *
 * Memory is bounded: beyond a million records a Bloom filter takes over. Where it is wrong, a record that is the first
 * of its kind gets `_1`, again the same at every delivery.
 */
export class Occurrences {
  private keys = new Float64Array(1 << 10);
  private entries = 0;
  private filter: Uint32Array | undefined;
  private readonly repeated = new Map<number, number>();

  /** How often the hash was seen before. */
  next(high: number, low: number): number {
    // 52 bits of the hash: exact as a double. Zero marks an empty slot.
    const key = (high >>> 0) * 0x100000 + (low >>> 12) + 1;
    if (!this.addIfNew(key, high >>> 0, low >>> 0)) {
      const count = (this.repeated.get(key) ?? 0) + 1;
      this.repeated.set(key, count);
      return count;
    }
    return 0;
  }

  private addIfNew(key: number, high: number, low: number): boolean {
    if (this.filter !== undefined) return addToFilter(this.filter, high, low);
    if (this.entries >= maxExactEntries) {
      this.filter = new Uint32Array(filterBits / 32);
      for (const known of this.keys) {
        if (known !== 0)
          addToFilter(this.filter, Math.floor((known - 1) / 0x100000), ((known - 1) % 0x100000) * 0x1000);
      }
      this.keys = new Float64Array(0);
      return addToFilter(this.filter, high, low);
    }
    if (this.entries * 2 >= this.keys.length) this.grow();
    return this.insert(key, high);
  }

  /** @param high the key's first 32 bits, where its search begins */
  private insert(key: number, high: number): boolean {
    const { keys } = this;
    const mask = keys.length - 1;
    let slot = high & mask;
    for (;;) {
      const found = keys[slot]!;
      if (found === key) return false;
      if (found === 0) break;
      slot = (slot + 1) & mask;
    }
    keys[slot] = key;
    this.entries++;
    return true;
  }

  private grow(): void {
    const old = this.keys;
    this.keys = new Float64Array(old.length * 2);
    this.entries = 0;
    for (const key of old) if (key !== 0) this.insert(key, Math.floor((key - 1) / 0x100000));
  }
}

/** Three probes from the 52 bits; low's last 12 bits are left out, since the exact table does not keep them. */
function addToFilter(filter: Uint32Array, high: number, low: number): boolean {
  const step = ((low >>> 12) * 2 + 1) >>> 0;
  let isNew = false;
  for (let i = 0; i < 3; i++) {
    const bit = (high + i * step * 0x9e37) % filterBits;
    const mask = 1 << (bit & 31);
    if ((filter[bit >>> 5]! & mask) === 0) {
      isNew = true;
      filter[bit >>> 5]! |= mask;
    }
  }
  return isNew;
}

/** Gives repeated records of the chunk their own ids. Most chunks have none and come back as they are. */
export function numberOccurrences(chunk: NormalizedChunk, occurrences: Occurrences): NormalizedChunk {
  const { contentHashes, sourceStarts } = chunk;
  let repeats: [document: number, occurrence: number][] | undefined;
  for (let i = 0; i < sourceStarts.length; i++) {
    const high = contentHashes[2 * i]!;
    const low = contentHashes[2 * i + 1]!;
    if (high === 0 && low === 0) continue;
    const occurrence = occurrences.next(high, low);
    if (occurrence > 0) {
      repeats ??= [];
      repeats.push([i, occurrence]);
    }
  }
  return repeats === undefined ? chunk : withSuffixes(chunk, repeats);
}

/** Bytes of `"}}\n`, which every action line ends in, behind the id. */
const actionEndBytes = 4;

/** In the chunk's own buffer where its tail has room: a copy of megabytes costs more than the whole numbering. */
function withSuffixes(chunk: NormalizedChunk, repeats: readonly [number, number][]): NormalizedChunk {
  const suffixes = repeats.map(([, occurrence]) => Buffer.from(`_${occurrence}`));
  const added = suffixes.reduce((sum, suffix) => sum + suffix.length, 0);
  const body = withRoom(chunk.body, added);
  const actionStarts = chunk.actionStarts.slice();
  const sourceStarts = chunk.sourceStarts.slice();
  let shift = added;
  let end = chunk.body.length;
  let document = sourceStarts.length;
  actionStarts[document]! += shift;
  // From the back, so that nothing is written over before it has moved.
  for (let i = repeats.length - 1; i >= 0; i--) {
    const repeat = repeats[i]![0];
    const suffix = suffixes[i]!;
    const idEnd = sourceStarts[repeat]! - actionEndBytes;
    body.copyWithin(idEnd + shift, idEnd, end);
    while (--document > repeat) {
      actionStarts[document]! += shift;
      sourceStarts[document]! += shift;
    }
    sourceStarts[repeat]! += shift;
    shift -= suffix.length;
    body.set(suffix, idEnd + shift);
    actionStarts[repeat]! += shift;
    end = idEnd;
  }
  return { ...chunk, body, actionStarts, sourceStarts };
}

function withRoom(body: Uint8Array, bytes: number): Uint8Array {
  if (body.byteOffset + body.length + bytes <= body.buffer.byteLength)
    return new Uint8Array(body.buffer, body.byteOffset, body.length + bytes);
  const grown = new Uint8Array(body.length + bytes);
  grown.set(body);
  return grown;
}
