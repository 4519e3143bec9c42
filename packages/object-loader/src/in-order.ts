/**
 * Runs `work` on several items at once and yields the results in the items' order. The source is read only as far as
 * `concurrency` allows, which is how a slow consumer slows the reader down.
 * @throws what the source throws, after the results of everything before; what `work` throws
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  concurrency: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const iterator = items[Symbol.asyncIterator]();
  const running: Promise<R>[] = [];
  let failure: { error: unknown } | undefined;
  try {
    for (;;) {
      const next = await iterator.next().catch((error: unknown) => {
        failure = { error };
      });
      if (next === undefined || next.done) break;
      const result = work(next.value);
      // Awaited below, in order; until then a failure must not count as unhandled.
      result.catch(() => undefined);
      running.push(result);
      if (running.length >= concurrency) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
    await iterator.return?.();
  }
  if (failure !== undefined) throw failure.error;
}
