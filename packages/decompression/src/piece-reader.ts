/** Pieces of a stream, with the possibility to put back what was too much. */
export class PieceReader {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #returned: Uint8Array | undefined;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** The next piece, never empty; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const returned = this.#returned;
    if (returned) {
      this.#returned = undefined;
      return returned;
    }
    for (;;) {
      const next = await this.#iterator.next();
      if (next.done) return undefined;
      if (next.value.length > 0) return next.value;
    }
  }

  /** Gives back the rest of the piece that was read last. */
  putBack(rest: Uint8Array): void {
    if (rest.length > 0) this.#returned = rest;
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}
