import { NoAnswerError, type Transport } from './transport.ts';

const siblingName = /^(?<base>.+)_(?<number>\d\d)$/;

/** `log-x_02` is the second sibling of `log-x`; what is no sibling is its own base, number 0. */
export function parseSibling(index: string): { base: string; number: number } {
  const groups = siblingName.exec(index)?.groups;
  if (groups === undefined) return { base: index, number: 0 };
  return { base: groups['base'] ?? index, number: Number(groups['number']) };
}

export function siblingOf(base: string, number: number): string {
  return `${base}_${String(number).padStart(2, '0')}`;
}

/**
 * Which indexes are written through a sibling: an index that is closed, read-only or warm takes nothing any more, so
 * its late documents go to `<index>_01`, then `_02`, as in the reference.
 *
 * The decision is read from the cluster rather than remembered: once a sibling exists, every worker writes there, also
 * after the original has become writable again. Otherwise a redelivered document that lies in the sibling would be
 * created a second time in the original.
 */
export class Siblings {
  private readonly numbers = new Map<string, number>();

  /** Whether any document has to be looked at. */
  get isEmpty(): boolean {
    return this.numbers.size === 0;
  }

  /** Where documents rendered for `index` go, or undefined when they go there themselves. */
  targetOf(index: string): string | undefined {
    const { base, number } = parseSibling(index);
    const target = this.numbers.get(base) ?? 0;
    return target > number ? siblingOf(base, target) : undefined;
  }

  /** The original and every sibling before the target: where a document may lie already. */
  elsewhere(base: string): string[] {
    const target = this.numbers.get(base) ?? 0;
    return Array.from({ length: target }, (_, number) => (number === 0 ? base : siblingOf(base, number)));
  }

  /** `index`, an original or a sibling, takes nothing any more: the next one does. */
  leave(index: string): void {
    const { base, number } = parseSibling(index);
    this.raise(base, number + 1);
  }

  /** What the cluster has, and which of its indexes are known to be out of reach (cold). */
  learn(existing: readonly string[], unreachable: readonly string[]): void {
    for (const name of existing) {
      const { base, number } = parseSibling(name);
      if (number > 0) this.raise(base, number);
    }
    for (const name of unreachable) this.leave(name);
  }

  private raise(base: string, number: number): void {
    if (number > 99) throw new RangeError(`${base} has no sibling after _99; delete or reopen some of them`);
    if (number > (this.numbers.get(base) ?? 0)) this.numbers.set(base, number);
  }
}

/**
 * Names of the indexes that match `patterns`. Where the API is not to be had (OpenSearch Serverless, or no permission)
 * there are none to know of. A cluster that cannot say for now is asked again: whoever did not know of a sibling would
 * write its documents a second time into the original.
 * @throws NoAnswerError
 */
export async function listIndexes(
  transport: Transport,
  patterns: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const { status, body } = await transport.send({
    method: 'GET',
    path: `/_resolve/index/${patterns.map(encodeURIComponent).join(',')}`,
    query: { expand_wildcards: 'all', filter_path: 'indices.name' },
    signal,
  });
  if (status === 429 || status >= 500) throw new NoAnswerError('no_answer', new Error(`status ${status}`));
  if (status !== 200) return [];
  return ((body as { indices?: { name: string }[] }).indices ?? []).map(({ name }) => name);
}

/**
 * Indexes in cold storage of Amazon OpenSearch Service. They are in no cluster state, so writing to one would silently
 * make a new index in its place. Other clusters do not have the API.
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cold-storage.html
 * @throws NoAnswerError
 */
export async function listColdIndexes(transport: Transport, signal: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  let page: string | undefined;
  do {
    const { status, body } = await transport.send({
      method: page === undefined ? 'GET' : 'POST',
      path: '/_cold/indices/_search',
      ...(page === undefined
        ? { query: { page_size: '1000' } }
        : { body: Buffer.from(JSON.stringify({ pagination_id: page })) }),
      signal,
    });
    const answer = (status === 200 ? body : {}) as { indices?: { index: string }[]; pagination_id?: string };
    const found = answer.indices ?? [];
    names.push(...found.map(({ index }) => index));
    page = found.length === 0 ? undefined : answer.pagination_id;
  } while (page !== undefined);
  return names;
}
