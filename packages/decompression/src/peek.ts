/** Looks at the first bytes without taking them away. */
export interface Peeked {
  /** At least the bytes asked for, unless there are no more. */
  head: Uint8Array;
  /** All bytes, the head included. */
  bytes: AsyncGenerator<Uint8Array>;
}

export async function peek(source: AsyncIterable<Uint8Array>, length: number): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  let ended = false;
  let failure: { error: unknown } | undefined;
  while (head.length < length && !ended && !failure) {
    try {
      const next = await iterator.next();
      if (next.done) ended = true;
      else head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    } catch (error) {
      // The bytes before the failure are still to be delivered, so it waits until they are.
      failure = { error };
    }
  }
  return { head, bytes: replay(head, iterator, ended, failure) };
}

async function* replay(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
  ended: boolean,
  failure: { error: unknown } | undefined,
): AsyncGenerator<Uint8Array> {
  let open = !ended && !failure;
  try {
    if (head.length > 0) yield head;
    if (failure) throw failure.error;
    while (open) {
      const next = await iterator.next();
      if (next.done) open = false;
      else yield next.value;
    }
  } catch (error) {
    open = false;
    throw error;
  } finally {
    if (open) await iterator.return?.();
  }
}
