/**
 * Bounded cache by text, two generations: when the young one is full it becomes the old one and the former old one is
 * dropped. Cheaper than LRU order on every hit, and hot keys stay.
 */
export class TextCache<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();
  private readonly generationSize: number;

  constructor(maxEntries: number) {
    this.generationSize = Math.max(1, maxEntries >> 1);
  }

  get(key: string): V | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const aged = this.old.get(key);
    if (aged !== undefined) this.set(key, aged);
    return aged;
  }

  set(key: string, value: V): void {
    if (this.young.size >= this.generationSize) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(ownCopy(key), value);
  }
}

const beyondOneByte = /[\u0100-\uffff]/;

/** A slice of a chunk's text keeps the whole chunk in memory; a cache must hold its own copy. */
function ownCopy(text: string): string {
  if (text.length < 13) return text;
  const encoding = beyondOneByte.test(text) ? 'utf16le' : 'latin1';
  return Buffer.from(text, encoding).toString(encoding);
}
