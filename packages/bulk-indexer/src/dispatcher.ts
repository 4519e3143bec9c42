import { type BulkRequest, takeRequest } from './bulk-request.ts';
import type { Circuit } from './circuit.ts';
import type { ConcurrencyLimit } from './concurrency-limit.ts';
import type { ConflictCounts } from './conflict.ts';
import { IndexStuckError } from './errors.ts';
import type { Lane } from './lane.ts';
import type { Lanes } from './lanes.ts';
import type { ResolvedOptions } from './options.ts';
import { PresenceUnknownError } from './presence.ts';
import { doubtLane, Reactions, unansweredLane } from './reactions.ts';
import type { Sender } from './sender.ts';
import { SiblingRouter } from './sibling-router.ts';
import { NoAnswerError, outageReason, type Transport } from './transport.ts';
import { appendDocument, ItemQueue, indexOf, type WorkItem } from './work-item.ts';
import type { StuckIndex, WriterState } from './writer-state.ts';

export interface DispatcherParts {
  options: ResolvedOptions;
  transport: Transport;
  sender: Sender;
  lanes: Lanes;
  circuit: Circuit;
  limit: ConcurrencyLimit;
  conflicts: ConflictCounts;
  /** Somebody waits for memory: do not linger. */
  isContended(): boolean;
  onChange(): void;
}

/** Decides what is sent when. */
export class Dispatcher {
  private readonly parts: DispatcherParts;
  private readonly queue = new ItemQueue();
  private readonly router: SiblingRouter;
  private readonly running = new Set<Promise<void>>();
  private queuedSinceMs = 0;
  private readonly reactions: Reactions;
  private cancelTimer: (() => void) | undefined;
  private isProbing = false;
  private isLearning = false;
  private readonly closing = new AbortController();

  constructor(parts: DispatcherParts) {
    this.parts = parts;
    this.router = new SiblingRouter(parts.transport, parts.options);
    this.reactions = new Reactions(parts, this.router, {
      push: (item) => this.queue.push(item),
      again: (items) => {
        this.queue.pushFront(items);
        this.queuedSinceMs = Number.NEGATIVE_INFINITY;
      },
    });
  }

  get state(): WriterState {
    const { circuit, lanes } = this.parts;
    if (circuit.isOutage || lanes.hasOutage) return 'unavailable';
    return circuit.state === 'closed' && lanes.isEmpty ? 'writable' : 'throttled';
  }

  get reason(): string {
    const { circuit, lanes } = this.parts;
    return circuit.isOutage || lanes.isEmpty ? circuit.reason : lanes.reason;
  }

  get detail(): string {
    const { circuit } = this.parts;
    return circuit.isOutage ? circuit.detail : '';
  }

  get stuckIndexes(): StuckIndex[] {
    return this.parts.lanes.stuckIndexes();
  }

  push(item: WorkItem): void {
    if (this.queue.isEmpty) this.queuedSinceMs = this.parts.options.scheduler.now();
    this.queue.push(item);
    this.pump();
  }

  tidy(): void {
    this.parts.lanes.tidy();
    this.changed();
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.cancelTimer?.();
    this.router.close();
    await Promise.allSettled(this.running);
  }

  /** Starts every request that may start now and sets the timer for the next one. */
  private pump(): void {
    if (this.closing.signal.aborted) return;
    while (this.mayStart()) {
      if (!this.startNext()) break;
    }
    this.giveUpStuck();
    this.setTimer();
    this.changed();
  }

  private mayStart(): boolean {
    const { circuit, limit, sender } = this.parts;
    if (!this.router.isReady) {
      if (!this.isLearning) this.run(this.learnSiblings());
      return false;
    }
    if (circuit.state === 'open') {
      if (!this.isProbing && circuit.openUntilMs <= this.now()) this.run(this.probe());
      return false;
    }
    return sender.inFlight < (circuit.state === 'half-open' ? 1 : limit.current);
  }

  private startNext(): boolean {
    const { circuit, lanes } = this.parts;
    // What may have broken the connection must not be the request that tells whether the cluster is back.
    const others = circuit.state === 'half-open' ? lanes.ready(unansweredLane) : lanes.ready();
    if (others !== undefined) return this.startLane(others);
    if (!this.isDue()) {
      const unanswered = lanes.ready();
      return unanswered === undefined ? false : this.startLane(unanswered);
    }
    const request = takeRequest(this.queue, this.reactions.maxRequestBytes, (item) => this.sieve(item));
    this.queuedSinceMs = this.now();
    if (request === undefined) return !this.queue.isEmpty;
    this.run(this.send(request, undefined));
    return true;
  }

  private startLane(lane: Lane): true {
    lane.isBusy = true;
    if (lane.name.startsWith('sibling:')) this.run(this.moveToSibling(lane));
    else this.run(lane.name === doubtLane ? this.settleDoubt(lane) : this.sendLane(lane));
    return true;
  }

  /** Chunks that wait for a stuck index hold memory and slots that others need. One stays, to find out when it works. */
  private giveUpStuck(): void {
    const { lanes, options } = this.parts;
    for (const lane of lanes.stuckFor(options.stuckPatienceMs)) {
      const error = new IndexStuckError(lane.name.slice('index:'.length), lane.reason, this.now() - lane.sinceMs);
      for (const chunk of [...lane.chunks].slice(1)) chunk.abandon(error);
      lane.dropSettled();
    }
  }

  private isDue(): boolean {
    if (this.queue.isEmpty) return false;
    const { options, isContended } = this.parts;
    return (
      this.queue.bytes >= this.reactions.maxRequestBytes ||
      isContended() ||
      this.now() - this.queuedSinceMs >= options.flushIntervalMs
    );
  }

  /** Takes out documents of indexes that are stuck or left for a sibling. */
  private sieve(item: WorkItem): readonly WorkItem[] {
    const { lanes } = this.parts;
    if (lanes.isEmpty && this.router.isEmpty) return [item];
    const allowed: WorkItem[] = [];
    const aside = new Map<Lane, WorkItem[]>();
    for (let document = item.from; document < item.to; document++) {
      const index = indexOf(item, document);
      const base = item.rewritten?.moved === undefined ? this.router.baseOfMoved(index) : undefined;
      const lane =
        base !== undefined ? lanes.open(`sibling:${base}`, 'read_only', false, -1) : lanes.find(`index:${index}`);
      if (lane === undefined) appendDocument(allowed, item, document);
      else {
        const list = aside.get(lane) ?? [];
        appendDocument(list, item, document);
        aside.set(lane, list);
      }
    }
    for (const [lane, list] of aside) lane.push(list);
    return allowed;
  }

  private async sendLane(lane: Lane): Promise<void> {
    const request = lane.take(this.reactions.maxRequestBytes);
    if (request === undefined) {
      lane.isBusy = false;
      this.parts.lanes.tidy();
      return;
    }
    await this.send(request, lane);
  }

  private async send(request: BulkRequest, lane: Lane | undefined): Promise<void> {
    const sentAtMs = this.now();
    const result = await this.parts.sender.send(request);
    if (lane !== undefined) lane.isBusy = false;
    this.reactions.follow(request, result, sentAtMs, lane);
    this.parts.lanes.tidy();
  }

  private moveToSibling(lane: Lane): Promise<void> {
    return this.afterLooking(lane, async (items) => {
      for (const item of await this.router.move(items)) this.queue.push(item);
      this.queuedSinceMs = Number.NEGATIVE_INFINITY;
    });
  }

  private settleDoubt(lane: Lane): Promise<void> {
    return this.afterLooking(lane, async (items) => {
      const present = await this.router.present(items);
      for (const [i, item] of items.entries()) {
        if (present[i] === true) item.chunk.addDuplicate();
        else this.reactions.refuseUnanswered(item);
      }
    });
  }

  /** What follows from which documents are there already; where the cluster cannot say, it is asked again later. */
  private async afterLooking(lane: Lane, work: (items: readonly WorkItem[]) => Promise<void>): Promise<void> {
    const items = lane.take(this.reactions.maxRequestBytes)?.items ?? [];
    try {
      await work(items);
    } catch (error) {
      if (!(error instanceof NoAnswerError) && !(error instanceof PresenceUnknownError)) throw error;
      lane.pushFront(items);
      this.parts.lanes.postpone(lane);
    } finally {
      lane.isBusy = false;
      this.parts.lanes.tidy();
    }
  }

  private async learnSiblings(): Promise<void> {
    this.isLearning = true;
    try {
      await this.router.learn();
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      this.parts.circuit.fail(this.now(), outageReason(error.code), 0, error.message);
      await this.pause(this.parts.circuit.openUntilMs - this.now());
    } finally {
      this.isLearning = false;
    }
  }

  private async probe(): Promise<void> {
    this.isProbing = true;
    const { circuit, transport, options } = this.parts;
    const sentAtMs = this.now();
    const abort = new AbortController();
    const cancel = options.scheduler.after(options.requestTimeoutMs, () => abort.abort());
    const signal = AbortSignal.any([abort.signal, this.closing.signal]);
    try {
      const { status } = await transport.send({ method: 'GET', path: '/', signal });
      if (status < 500) circuit.probeSucceeded();
      else circuit.fail(sentAtMs, `status_${status}`);
    } catch (error) {
      const code = error instanceof NoAnswerError ? error.code : 'no_answer';
      circuit.fail(sentAtMs, outageReason(code), 0, (error as Error).message);
    } finally {
      cancel();
      this.isProbing = false;
    }
  }

  /** Work in the background; when it ends, what may start now starts. */
  private run(work: Promise<void>): void {
    const running = work.finally(() => {
      this.running.delete(running);
      this.pump();
    });
    this.running.add(running);
  }

  private setTimer(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    const { circuit, lanes, options } = this.parts;
    // The end of the probe starts what comes next.
    if (circuit.state === 'open' && this.isProbing) return;
    let nextMs = lanes.nextReadyMs;
    if (!this.queue.isEmpty) nextMs = Math.min(nextMs, this.queuedSinceMs + options.flushIntervalMs);
    if (circuit.state === 'open') nextMs = Math.max(circuit.openUntilMs, this.now());
    if (!Number.isFinite(nextMs) && nextMs > 0) return;
    this.cancelTimer = options.scheduler.after(Math.max(1, Math.min(nextMs - this.now(), 60_000)), () => this.pump());
  }

  private pause(delayMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.parts.options.scheduler.after(Math.max(1, delayMs), resolve);
    const { signal } = this.closing;
    const end = () => {
      cancel();
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    return promise.finally(() => signal.removeEventListener('abort', end));
  }

  private changed(): void {
    const { metrics } = this.parts.options;
    metrics.gauge('siem_bulk_concurrency_limit', this.parts.limit.current);
    metrics.gauge('siem_bulk_requests_in_flight', this.parts.sender.inFlight);
    metrics.gauge('siem_bulk_stuck_indexes', this.stuckIndexes.length);
    this.parts.onChange();
  }

  private now(): number {
    return this.parts.options.scheduler.now();
  }
}
