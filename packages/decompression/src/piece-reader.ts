import { Buffer } from 'node:buffer';

/** Pieces of a stream, gathered to a useful size, read one ahead, with the possibility to put back what was too much. */
export class PieceReader {
  /** Bytes given out and not put back. */
  consumedBytes = 0;
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #gatherBytes: number;
  #returned: Uint8Array | undefined;
  #ahead: Promise<Uint8Array | undefined> | undefined;
  #failure: { error: unknown } | undefined;

  /** Pieces smaller than gatherBytes are joined: every piece costs its reader a round trip to a thread. */
  constructor(source: AsyncIterable<Uint8Array>, gatherBytes: number) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.#gatherBytes = gatherBytes;
  }

  /** The next piece, never empty; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    let piece = this.#returned;
    if (piece) this.#returned = undefined;
    else {
      const ahead = this.#ahead ?? this.#gather();
      this.#ahead = undefined;
      piece = await ahead;
    }
    this.consumedBytes += piece?.length ?? 0;
    return piece;
  }

  /** Starts to read what next() will give. */
  readAhead(): void {
    this.#ahead ??= this.#gather();
    // Whoever calls next() gets the failure; nobody may.
    this.#ahead.catch(() => {});
  }

  /** Gives back the rest of the piece that was read last. */
  putBack(rest: Uint8Array): void {
    if (rest.length === 0) return;
    this.#returned = rest;
    this.consumedBytes -= rest.length;
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  async #gather(): Promise<Uint8Array | undefined> {
    if (this.#failure) throw this.#failure.error;
    const pieces: Uint8Array[] = [];
    let length = 0;
    try {
      while (length === 0 || length < this.#gatherBytes) {
        const next = await this.#iterator.next();
        if (next.done) break;
        if (next.value.length === 0) continue;
        pieces.push(next.value);
        length += next.value.length;
      }
    } catch (error) {
      // The bytes before the failure come first.
      if (length === 0) throw error;
      this.#failure = { error };
    }
    return pieces.length > 1 ? Buffer.concat(pieces, length) : pieces[0];
  }
}
