import { type ItemQueue, part, type WorkItem } from './work-item.ts';

/** What goes into one `_bulk` call, in this order. */
export interface BulkRequest {
  readonly items: readonly WorkItem[];
  readonly documents: number;
  readonly bytes: number;
}

export function toRequest(items: readonly WorkItem[]): BulkRequest {
  let documents = 0;
  let bytes = 0;
  for (const item of items) {
    documents += item.to - item.from;
    bytes += item.bytes;
  }
  return { items, documents, bytes };
}

/**
 * Takes items off the queue up to `maxBytes`, splitting the last one between documents. A document larger than that
 * goes alone. Items of settled chunks are dropped.
 * @param sieve keeps what may be sent, and puts the rest elsewhere
 */
export function takeRequest(
  queue: ItemQueue,
  maxBytes: number,
  sieve: (item: WorkItem) => readonly WorkItem[],
): BulkRequest | undefined {
  const taken: WorkItem[] = [];
  let bytes = 0;
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
    if (item.chunk.isSettled) continue;
    const allowed = sieve(item);
    for (const [i, candidate] of allowed.entries()) {
      if (bytes + candidate.bytes <= maxBytes) {
        taken.push(candidate);
        bytes += candidate.bytes;
        continue;
      }
      const end = lastDocumentWithin(candidate, maxBytes - bytes, taken.length === 0);
      const rest = allowed.slice(i + 1);
      if (end > candidate.from) taken.push(part(candidate, candidate.from, end));
      if (end < candidate.to) rest.unshift(part(candidate, end, candidate.to));
      queue.pushFront(rest);
      return toRequest(taken);
    }
    if (bytes === maxBytes) break;
  }
  return taken.length === 0 ? undefined : toRequest(taken);
}

/** One past the last document that fits into `bytes`; at least one document when the request would be empty. */
function lastDocumentWithin({ chunk, from, to, rewritten }: WorkItem, bytes: number, isFirst: boolean): number {
  if (rewritten !== undefined) return isFirst ? to : from;
  const limit = chunk.start(from) + bytes;
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (chunk.start(middle) <= limit) low = middle;
    else high = middle - 1;
  }
  return low === from && isFirst ? from + 1 : low;
}

/** Both halves of the documents; the first has one document more when they are odd. */
export function splitRequest({ items, documents }: BulkRequest): [BulkRequest, BulkRequest] {
  const first: WorkItem[] = [];
  const second: WorkItem[] = [];
  let left = Math.ceil(documents / 2);
  for (const item of items) {
    const count = item.to - item.from;
    const cut = item.from + Math.min(left, count);
    if (cut > item.from) first.push(part(item, item.from, cut));
    if (cut < item.to) second.push(part(item, cut, item.to));
    left -= cut - item.from;
  }
  return [toRequest(first), toRequest(second)];
}

/** The bytes to send. A single run of a chunk goes as it lies in memory; everything else is copied once. */
export function assembleBody({ items, bytes }: BulkRequest): Buffer {
  const [only] = items;
  if (items.length === 1 && only !== undefined && only.rewritten === undefined) {
    return only.chunk.body.subarray(only.chunk.start(only.from), only.chunk.start(only.to));
  }
  const body = Buffer.allocUnsafeSlow(bytes);
  let at = 0;
  for (const { chunk, from, to, rewritten } of items) {
    if (rewritten === undefined) {
      at += chunk.body.copy(body, at, chunk.start(from), chunk.start(to));
      continue;
    }
    const { moved, source } = rewritten;
    at += moved ? moved.action.copy(body, at) : chunk.body.copy(body, at, chunk.start(from), chunk.sourceStart(from));
    at += source ? source.copy(body, at) : chunk.body.copy(body, at, chunk.sourceStart(from), chunk.start(to));
  }
  return body;
}
