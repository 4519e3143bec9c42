import { type BulkRequest, takeRequest, toRequest } from './bulk-request.ts';
import { ItemQueue, type WorkItem } from './work-item.ts';

/** Chunks with documents in any lane; each counts with all its bytes, because that is what it holds. */
export class ParkedChunks {
  private parkedBytes = 0;

  get bytes(): number {
    return this.parkedBytes;
  }

  add({ chunk, from, to }: WorkItem): void {
    if (chunk.parkedDocuments === 0) this.parkedBytes += chunk.body.length;
    chunk.parkedDocuments += to - from;
  }

  remove({ chunk, from, to }: WorkItem): void {
    chunk.parkedDocuments -= to - from;
    if (chunk.parkedDocuments === 0) this.parkedBytes -= chunk.body.length;
  }
}

/**
 * Documents that wait aside while the others go on; one request at a time, with growing pauses. There is a lane for
 * each index that takes nothing, for each index that is left for a sibling, and one for requests without an answer.
 */
export class Lane {
  readonly name: string;
  readonly reason: string;
  /** Whether it means that no index takes documents for long (disk full, cluster blocked). */
  readonly isOutage: boolean;
  readonly sinceMs: number;
  /** Failures in a row. */
  attempts = 0;
  notBeforeMs: number;
  isBusy = false;

  private readonly queue = new ItemQueue();
  private readonly groups: BulkRequest[] = [];
  private readonly parked: ParkedChunks;

  constructor(name: string, reason: string, isOutage: boolean, sinceMs: number, parked: ParkedChunks) {
    this.name = name;
    this.reason = reason;
    this.isOutage = isOutage;
    this.sinceMs = sinceMs;
    this.notBeforeMs = sinceMs;
    this.parked = parked;
  }

  get isEmpty(): boolean {
    return this.queue.isEmpty && this.groups.length === 0;
  }

  get bytes(): number {
    return this.groups.reduce((sum, { bytes }) => sum + bytes, this.queue.bytes);
  }

  push(items: readonly WorkItem[]): void {
    for (const item of items) {
      this.parked.add(item);
      this.queue.push(item);
    }
  }

  pushFront(items: readonly WorkItem[]): void {
    for (const item of items) this.parked.add(item);
    this.queue.pushFront(items);
  }

  /** Goes as one request again, or not at all. */
  pushGroup(request: BulkRequest): void {
    for (const item of request.items) this.parked.add(item);
    this.groups.push(request);
  }

  /** What to send next; nothing of it is in the lane any more. */
  take(maxBytes: number): BulkRequest | undefined {
    this.dropSettled();
    const request = this.groups.shift() ?? takeRequest(this.queue, maxBytes, (item) => [item]);
    for (const item of request?.items ?? []) this.parked.remove(item);
    return request;
  }

  takeAll(): WorkItem[] {
    const items = [...this.groups.splice(0).flatMap((group) => group.items), ...this.queue.takeAll()];
    for (const item of items) this.parked.remove(item);
    return items;
  }

  /** Forgets documents that no one waits for any more. */
  dropSettled(): void {
    const isSettled = ({ chunk }: WorkItem) => chunk.isSettled;
    for (const group of this.groups.splice(0)) {
      for (const item of group.items.filter(isSettled)) this.parked.remove(item);
      const left = group.items.filter((item) => !isSettled(item));
      if (left.length > 0) this.groups.push(toRequest(left));
    }
    const items = this.queue.takeAll();
    for (const item of items) {
      if (isSettled(item)) this.parked.remove(item);
      else this.queue.push(item);
    }
  }
}
