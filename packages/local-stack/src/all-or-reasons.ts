import { StackError } from './errors.ts';

type Settled<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * Like Promise.all, but waits for every promise and tells every reason, so that a person installs all that is missing
 * at once. A lone reason is thrown as it is.
 */
export async function allOrReasons<T extends readonly unknown[]>(promises: T): Promise<Settled<T>> {
  const settled = await Promise.allSettled(promises);
  const reasons = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  const [first] = reasons;
  if (first === undefined)
    return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as Settled<T>;
  const messages = [...new Set(reasons.map(({ message }) => message))];
  if (messages.length === 1) throw first;
  throw new StackError(messages.join('\n'), { cause: new AggregateError(reasons) });
}
