import { type BulkRequest, takeRequest, toRequest } from './bulk-request.ts';
import type { PendingChunk } from './pending-chunk.ts';
import { ItemQueue, type WorkItem } from './work-item.ts';

/**
 * Documents that wait aside while the others go on; one request at a time, with growing pauses. There is a lane for
 * each index that takes nothing, for each index that is left for a sibling, and one for requests without an answer.
 */
export class Lane {
  readonly name: string;
  readonly reason: string;
  /** Whether it means that no index takes documents for long (disk full, cluster blocked). */
  readonly isOutage: boolean;
  /** Since when nothing of it has been taken. */
  sinceMs: number;
  /** Failures in a row. */
  attempts = 0;
  notBeforeMs: number;
  isBusy = false;

  private readonly queue = new ItemQueue();
  private readonly groups: BulkRequest[] = [];

  constructor(name: string, reason: string, isOutage: boolean, sinceMs: number) {
    this.name = name;
    this.reason = reason;
    this.isOutage = isOutage;
    this.sinceMs = sinceMs;
    this.notBeforeMs = sinceMs;
  }

  get isEmpty(): boolean {
    return this.queue.isEmpty && this.groups.length === 0;
  }

  get bytes(): number {
    return this.groups.reduce((sum, { bytes }) => sum + bytes, this.queue.bytes);
  }

  push(items: readonly WorkItem[]): void {
    for (const item of items) this.queue.push(item);
  }

  pushFront(items: readonly WorkItem[]): void {
    this.queue.pushFront(items);
  }

  /** Goes as one request again, or not at all. */
  pushGroup(request: BulkRequest): void {
    this.groups.push(request);
  }

  /** What to send next; nothing of it is in the lane any more. */
  take(maxBytes: number): BulkRequest | undefined {
    this.dropSettled();
    return this.groups.shift() ?? takeRequest(this.queue, maxBytes, (item) => [item]);
  }

  /** Whose documents wait here; the one that waits longest first. */
  get chunks(): Set<PendingChunk> {
    const items = [...this.groups.flatMap((group) => group.items), ...this.queue];
    return new Set(items.map(({ chunk }) => chunk));
  }

  /** Forgets documents that no one waits for any more. */
  dropSettled(): void {
    for (const group of this.groups.splice(0)) {
      const left = group.items.filter(({ chunk }) => !chunk.isSettled);
      if (left.length > 0) this.groups.push(toRequest(left));
    }
    this.queue.dropSettled();
  }
}
