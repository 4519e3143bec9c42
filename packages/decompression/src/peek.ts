import { Buffer } from 'node:buffer';

/** A stream whose first bytes have been looked at. */
export interface Peeked {
  /** At least the bytes asked for, unless there are no more. */
  head: Uint8Array;
  /** All bytes, the head included. May be read once. */
  bytes: AsyncGenerator<Uint8Array>;
  /** Releases the stream. Needed only when `bytes` is not read at all. */
  close(): Promise<void>;
}

export async function peek(source: AsyncIterable<Uint8Array>, length: number): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let headBytes = 0;
  let isOpen = true;
  let failure: { error: unknown } | undefined;
  try {
    while (headBytes < length && isOpen) {
      const next = await iterator.next();
      if (next.done) isOpen = false;
      else {
        pieces.push(next.value);
        headBytes += next.value.length;
      }
    }
  } catch (error) {
    // The bytes before the failure come first.
    isOpen = false;
    failure = { error };
  }
  const head = pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces, headBytes);
  const close = async () => {
    if (isOpen) await iterator.return?.();
    isOpen = false;
  };

  async function* replay(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      while (isOpen) {
        const next = await iterator.next();
        if (next.done) isOpen = false;
        else yield next.value;
      }
    } catch (error) {
      isOpen = false;
      throw error;
    } finally {
      await close();
    }
    if (failure) throw failure.error;
  }

  return { head, bytes: replay(), close };
}
