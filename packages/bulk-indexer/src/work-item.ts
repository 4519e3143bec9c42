import type { PendingChunk } from './pending-chunk.ts';
import { indexOfAction } from './rendered-chunk.ts';

/** How much of a document stands under its own names. */
export type SafeForm = 'field' | 'wide';

/** A single document that no longer goes as it was rendered. */
export interface RewrittenDocument {
  /** To a sibling of the index it was rendered for. */
  readonly moved?: { readonly action: Buffer; readonly index: string; readonly base: string };
  /** Source line in safe form. */
  readonly source?: Buffer;
  readonly form?: SafeForm;
}

/** Consecutive documents of a chunk that go the same way. */
export interface WorkItem {
  readonly chunk: PendingChunk;
  readonly from: number;
  /** One past the last. */
  readonly to: number;
  readonly bytes: number;
  /** Times sent without becoming final. */
  readonly attempts: number;
  /** Times sent without an answer although the cluster was there. */
  readonly unanswered: number;
  /** Times that other requests were answered between two sendings of it that were not. */
  readonly outlived: number;
  /** Requests that had been answered when it was not. */
  readonly answersBefore?: number;
  /** Only for one document. */
  readonly rewritten?: RewrittenDocument;
}

export function wholeChunk(chunk: PendingChunk): WorkItem {
  return { chunk, from: 0, to: chunk.documents, bytes: chunk.body.length, attempts: 0, unanswered: 0, outlived: 0 };
}

/** Documents `from` to `to` of the chunk, inside the item's. */
export function part(item: WorkItem, from: number, to: number): WorkItem {
  if (from === item.from && to === item.to) return item;
  return { ...item, from, to, bytes: item.chunk.start(to) - item.chunk.start(from) };
}

/** Of an item with one document. */
export function rewrite(item: WorkItem, change: RewrittenDocument): WorkItem {
  const { chunk, from } = item;
  const rewritten = { ...item.rewritten, ...change };
  const actionBytes = rewritten.moved?.action.length ?? chunk.sourceStart(from) - chunk.start(from);
  const sourceBytes = rewritten.source?.length ?? chunk.start(from + 1) - chunk.sourceStart(from);
  return { ...item, rewritten, bytes: actionBytes + sourceBytes, attempts: 0, unanswered: 0, outlived: 0 };
}

/** The index that a document of the item goes to. */
export function indexOf({ chunk, rewritten }: WorkItem, document: number): string {
  return rewritten?.moved?.index ?? indexOfAction(chunk.body, chunk.start(document), chunk.sourceStart(document));
}

/** Appends one document of `item`, joined to the item before where it continues it. */
export function appendDocument(list: WorkItem[], item: WorkItem, document: number): void {
  const last = list.at(-1);
  const joins = last !== undefined && last.chunk === item.chunk && last.to === document;
  if (joins && last.rewritten === undefined && item.rewritten === undefined) {
    list[list.length - 1] = { ...last, to: document + 1, bytes: last.bytes + documentBytes(item, document) };
  } else list.push(part(item, document, document + 1));
}

function documentBytes({ chunk }: WorkItem, document: number): number {
  return chunk.start(document + 1) - chunk.start(document);
}

/** First-in first-out; what failed goes to the front, so that objects that began first end first. */
export class ItemQueue {
  private items: WorkItem[] = [];
  private head = 0;
  private queuedBytes = 0;

  get bytes(): number {
    return this.queuedBytes;
  }

  get isEmpty(): boolean {
    return this.head === this.items.length;
  }

  push(item: WorkItem): void {
    this.items.push(item);
    this.queuedBytes += item.bytes;
  }

  pushFront(items: readonly WorkItem[]): void {
    if (items.length === 0) return;
    this.items = [...items, ...this.items.slice(this.head)];
    this.head = 0;
    for (const item of items) this.queuedBytes += item.bytes;
  }

  shift(): WorkItem | undefined {
    const item = this.items[this.head];
    if (item === undefined) return undefined;
    this.head++;
    this.queuedBytes -= item.bytes;
    if (this.head === this.items.length) {
      this.items = [];
      this.head = 0;
    } else if (this.head > 1024) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  *[Symbol.iterator](): Generator<WorkItem> {
    for (let i = this.head; i < this.items.length; i++) yield this.items[i]!;
  }

  /** Forgets documents that no one waits for any more. */
  dropSettled(): void {
    const left = this.items.slice(this.head).filter(({ chunk }) => !chunk.isSettled);
    this.items = left;
    this.head = 0;
    this.queuedBytes = left.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
