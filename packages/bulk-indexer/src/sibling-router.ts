import type { ResolvedOptions } from './options.ts';
import { findPresent } from './presence.ts';
import { type DocumentTarget, parseAction, renderAction } from './rendered-chunk.ts';
import { listColdIndexes, listIndexes, parseSibling, Siblings } from './siblings.ts';
import type { Transport } from './transport.ts';
import { indexOf, rewrite, type WorkItem } from './work-item.ts';

/** Sends late documents of closed, read-only and cold indexes to their siblings, without making one twice. */
export class SiblingRouter {
  private readonly siblings = new Siblings();
  private readonly transport: Transport;
  private readonly options: ResolvedOptions;
  private readonly closing = new AbortController();
  private learning: Promise<void> | undefined;
  private askedAtMs = Number.NEGATIVE_INFINITY;
  private learnedAtMs = Number.NEGATIVE_INFINITY;

  constructor(transport: Transport, options: ResolvedOptions) {
    this.transport = transport;
    this.options = options;
  }

  /**
   * False until the cluster has said which siblings there are, and again when that is long ago: another worker may have
   * begun one since, and the original may take documents again.
   */
  get isReady(): boolean {
    const { scheduler, siblingRefreshMs } = this.options;
    const isDue = scheduler.now() - this.askedAtMs > siblingRefreshMs;
    const isUsable = scheduler.now() - this.learnedAtMs <= 2 * siblingRefreshMs;
    if (isUsable && isDue) void this.learn().catch(() => undefined);
    return isUsable;
  }

  get isEmpty(): boolean {
    return this.siblings.isEmpty;
  }

  baseOf(index: string): string {
    return parseSibling(index).base;
  }

  /** Base of an index that is left for a sibling; undefined where documents go to the index itself. */
  baseOfMoved(index: string): string | undefined {
    return this.siblings.targetOf(index) === undefined ? undefined : this.baseOf(index);
  }

  leave(index: string): void {
    this.siblings.leave(index);
  }

  close(): void {
    this.closing.abort();
  }

  /** @throws NoAnswerError */
  learn(): Promise<void> {
    this.learning ??= this.askCluster().finally(() => {
      this.learning = undefined;
    });
    return this.learning;
  }

  /**
   * Documents that lie already in the original or an earlier sibling are duplicates; the others get the target's action.
   * @throws NoAnswerError, PresenceUnknownError
   */
  async move(items: readonly WorkItem[]): Promise<WorkItem[]> {
    const documents = items.flatMap((item) =>
      Array.from({ length: item.to - item.from }, (_, i) => {
        const { chunk } = item;
        const document = item.from + i;
        const single: WorkItem = { ...item, from: document, to: document + 1 };
        return { single, target: parseAction(chunk.body, chunk.start(document), chunk.sourceStart(document)) };
      }),
    );
    if (documents.length === 0) return [];
    const present = await this.present(documents.map(({ single }) => single));
    const moved: WorkItem[] = [];
    documents.forEach(({ single, target }, i) => {
      if (present[i] === true) {
        single.chunk.addDuplicate();
        return;
      }
      const index = this.siblings.targetOf(target.index) ?? target.index;
      moved.push(
        rewrite(single, { moved: { action: renderAction({ index, id: target.id }), index, base: this.baseOf(index) } }),
      );
    });
    return moved;
  }

  /**
   * Tells for each item of one document whether it is stored: where it goes, in its original or an earlier sibling.
   * @throws NoAnswerError, PresenceUnknownError
   */
  async present(items: readonly WorkItem[]): Promise<boolean[]> {
    if (items.length === 0) return [];
    const targets = items.map((item) => {
      const { chunk, from } = item;
      return { index: indexOf(item, from), id: parseAction(chunk.body, chunk.start(from), chunk.sourceStart(from)).id };
    });
    const indexes = ({ index }: DocumentTarget) => [
      ...new Set([index, ...this.siblings.elsewhere(this.baseOf(index))]),
    ];
    return findPresent(this.transport, targets, indexes, this.closing.signal);
  }

  private async askCluster(): Promise<void> {
    const { siblingPatterns, coldIndexes, scheduler } = this.options;
    const askedAtMs = scheduler.now();
    this.askedAtMs = askedAtMs;
    const existing = await listIndexes(this.transport, siblingPatterns, this.closing.signal);
    const cold = coldIndexes ? await listColdIndexes(this.transport, this.closing.signal) : [];
    this.siblings.learn(existing, cold);
    this.learnedAtMs = askedAtMs;
  }
}
