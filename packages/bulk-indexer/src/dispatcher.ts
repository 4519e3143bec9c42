import { type BulkRequest, splitRequest, takeRequest, toRequest } from './bulk-request.ts';
import type { Circuit } from './circuit.ts';
import type { ConcurrencyLimit } from './concurrency-limit.ts';
import type { ConflictCounts } from './conflict.ts';
import type { Lane } from './lane.ts';
import type { Lanes } from './lanes.ts';
import type { ResolvedOptions } from './options.ts';
import type { FollowUps } from './outcome.ts';
import { PresenceUnknownError } from './presence.ts';
import { followRefusal } from './refusal.ts';
import type { Sender, SendResult } from './sender.ts';
import { SiblingRouter } from './sibling-router.ts';
import { NoAnswerError, type Transport } from './transport.ts';
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

const leastRequestBytes = 64 * 1024;
/** Times a request may stay without an answer before it is taken apart to find the document that causes it. */
const unansweredBeforeSplit = 2;
/** Times one document may make the server fail (500) before it counts as refused. */
const failuresBeforeRefusal = 5;

/** Decides what is sent when, and what follows from the answers. */
export class Dispatcher {
  private readonly parts: DispatcherParts;
  private readonly queue = new ItemQueue();
  private readonly router: SiblingRouter;
  private readonly running = new Set<Promise<void>>();
  private queuedSinceMs = 0;
  private maxRequestBytes: number;
  private cancelTimer: (() => void) | undefined;
  private isProbing = false;
  private isLearning = false;
  private closed = false;

  constructor(parts: DispatcherParts) {
    this.parts = parts;
    this.maxRequestBytes = parts.options.maxBulkBytes;
    this.router = new SiblingRouter(parts.transport, parts.options);
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
    this.closed = true;
    this.cancelTimer?.();
    this.router.close();
    await Promise.allSettled(this.running);
  }

  /** Starts every request that may start now and sets the timer for the next one. */
  private pump(): void {
    if (this.closed) return;
    while (this.mayStart()) {
      if (!this.startNext()) break;
    }
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
      if (circuit.openUntilMs <= this.now()) this.run(this.probe());
      return false;
    }
    return sender.inFlight < (circuit.state === 'half-open' ? 1 : limit.current);
  }

  private startNext(): boolean {
    const lane = this.parts.lanes.ready();
    if (lane !== undefined) {
      lane.isBusy = true;
      this.run(lane.name.startsWith('sibling:') ? this.moveToSibling(lane) : this.sendLane(lane));
      return true;
    }
    if (!this.isDue()) return false;
    const request = takeRequest(this.queue, this.maxRequestBytes, (item) => this.sieve(item));
    this.queuedSinceMs = this.now();
    if (request === undefined) return !this.queue.isEmpty;
    this.run(this.send(request, undefined));
    return true;
  }

  private isDue(): boolean {
    if (this.queue.isEmpty) return false;
    const { options, isContended } = this.parts;
    return (
      this.queue.bytes >= this.maxRequestBytes ||
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
    const request = lane.take(this.maxRequestBytes);
    if (request === undefined) {
      lane.isBusy = false;
      this.parts.lanes.tidy();
      return;
    }
    await this.send(request, lane);
  }

  private async send(request: BulkRequest, lane: Lane | undefined): Promise<void> {
    const { sender, options } = this.parts;
    const sentAtMs = this.now();
    const result = await sender.send(request);
    if (lane !== undefined) lane.isBusy = false;
    options.metrics.count('siem_bulk_requests_total', 1, { outcome: outcomeOf(result) });
    if (result.kind === 'answered') this.answered(request, result, sentAtMs, lane);
    else if (result.kind === 'refused') this.requestRefused(request, result, sentAtMs);
    else this.unanswered(request, result.code, sentAtMs);
    this.parts.lanes.tidy();
  }

  private answered(
    request: BulkRequest,
    result: SendResult & { kind: 'answered' },
    sentAtMs: number,
    lane: Lane | undefined,
  ): void {
    const { circuit, limit, lanes, options } = this.parts;
    const { followUps } = result;
    if (followUps.throttled.length === 0) limit.onSuccess(result.latencyMs, request.bytes, result.inFlight);
    if (followUps.accepted > 0 || followUps.throttled.length === 0) circuit.close();
    if (lane !== undefined && followUps.accepted > 0) lane.attempts = 0;
    this.throttled(followUps, sentAtMs);
    for (const { status, error, items } of followUps.failed) this.failed(items, status, error);
    for (const { index, reason, isOutage, items } of followUps.stuck) {
      const stuck = lanes.find(`index:${index}`);
      if (stuck !== undefined) lanes.postpone(stuck);
      (stuck ?? lanes.open(`index:${index}`, reason, isOutage)).pushFront(items);
      this.retried(items, reason);
    }
    for (const { index, blockedIndex, items } of followUps.readOnly) {
      this.router.leave(blockedIndex);
      lanes.open(`sibling:${this.router.baseOf(index)}`, 'read_only', false, -1).push(items);
      options.metrics.count('siem_bulk_redirected_documents_total', countOf(items), {});
    }
    for (const refusal of followUps.refused) {
      const next = followRefusal(refusal, this.parts.conflicts, options.metrics);
      if (next !== undefined) this.queue.push(next);
    }
  }

  private throttled(followUps: FollowUps, sentAtMs: number): void {
    if (followUps.throttled.length === 0) return;
    const { circuit, limit } = this.parts;
    limit.onThrottled(sentAtMs, this.now());
    if (followUps.accepted === 0) circuit.fail(sentAtMs, 'throttled');
    this.later('retry:throttled', 'throttled', followUps.throttled);
  }

  private failed(items: readonly WorkItem[], status: number, error: { type?: string } | undefined): void {
    const retry: WorkItem[] = [];
    for (const item of items) {
      if (item.attempts < failuresBeforeRefusal || item.to - item.from > 1) {
        for (let document = item.from; document < item.to; document++) {
          retry.push({
            ...item,
            from: document,
            to: document + 1,
            bytes: item.chunk.start(document + 1) - item.chunk.start(document),
            attempts: item.attempts + 1,
          });
        }
        continue;
      }
      const next = followRefusal({ item, status, error }, this.parts.conflicts, this.parts.options.metrics);
      if (next !== undefined) this.queue.push(next);
    }
    if (retry.length > 0) this.later('retry:failed', error?.type ?? `status_${status}`, retry);
  }

  /** Waits in a lane with growing pauses. */
  private later(name: string, reason: string, items: readonly WorkItem[]): void {
    const { lanes } = this.parts;
    const known = lanes.find(name);
    if (known !== undefined) lanes.postpone(known);
    (known ?? lanes.open(name, reason)).pushFront(items);
    this.retried(items, reason);
  }

  private requestRefused(
    request: BulkRequest,
    { verdict, status, error, retryAfterMs }: SendResult & { kind: 'refused' },
    sentAtMs: number,
  ): void {
    const { circuit, limit, options } = this.parts;
    switch (verdict.kind) {
      case 'throttled':
        limit.onThrottled(sentAtMs, this.now());
        circuit.fail(sentAtMs, 'throttled', retryAfterMs);
        this.again(request, 'throttled');
        return;
      case 'outage':
        circuit.fail(sentAtMs, verdict.reason, retryAfterMs);
        this.again(request, verdict.reason);
        return;
      case 'too-large':
      case 'malformed':
        if (request.documents > 1) {
          if (verdict.kind === 'too-large') {
            this.maxRequestBytes = Math.max(leastRequestBytes, Math.floor(request.bytes / 2));
            options.metrics.gauge('siem_bulk_max_request_bytes', this.maxRequestBytes);
          }
          this.splitUp(request, verdict.kind);
          return;
        }
        this.refuseWhole(
          request,
          status,
          verdict.kind === 'too-large'
            ? { type: 'document_too_large', reason: `OpenSearch refuses a request of ${request.bytes} bytes (413)` }
            : error,
        );
    }
  }

  private refuseWhole(
    request: BulkRequest,
    status: number,
    error: { type?: string; reason?: string } | undefined,
  ): void {
    for (const item of request.items) {
      const next = followRefusal({ item, status, error }, this.parts.conflicts, this.parts.options.metrics);
      if (next !== undefined) this.queue.push(next);
    }
  }

  private unanswered(request: BulkRequest, code: 'refused' | 'no_answer', sentAtMs: number): void {
    this.parts.circuit.fail(sentAtMs, code === 'refused' ? 'unreachable' : 'no_answer');
    if (code === 'refused') {
      this.again(request, 'unreachable');
      return;
    }
    // It may have been this request that brought the server down: it goes alone, and in halves if need be.
    const items = request.items.map((item) => ({ ...item, unanswered: item.unanswered + 1 }));
    const again = toRequest(items);
    if (request.documents > 1 && items.some((item) => item.unanswered > unansweredBeforeSplit))
      this.splitUp(again, 'no_answer');
    else this.parts.lanes.open('retry:unanswered', 'no_answer').pushGroup(again);
    this.retried(items, 'no_answer');
  }

  private again(request: BulkRequest, reason: string): void {
    this.queue.pushFront(request.items);
    this.queuedSinceMs = Number.NEGATIVE_INFINITY;
    this.retried(request.items, reason);
  }

  private splitUp(request: BulkRequest, reason: string): void {
    const lane = this.parts.lanes.open('retry:split', reason, false, -1);
    for (const half of splitRequest(request)) lane.pushGroup(half);
    this.retried(request.items, reason);
  }

  private retried(items: readonly WorkItem[], reason: string): void {
    this.parts.options.metrics.count('siem_bulk_retried_documents_total', countOf(items), { reason });
  }

  private async moveToSibling(lane: Lane): Promise<void> {
    const request = lane.take(this.maxRequestBytes);
    const items = request?.items ?? [];
    try {
      for (const item of await this.router.move(items)) this.queue.push(item);
      this.queuedSinceMs = Number.NEGATIVE_INFINITY;
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
      this.parts.circuit.fail(this.now(), error.code === 'refused' ? 'unreachable' : 'no_answer');
      await this.pause(this.parts.circuit.openUntilMs - this.now());
    } finally {
      this.isLearning = false;
    }
  }

  private async probe(): Promise<void> {
    if (this.isProbing) return;
    this.isProbing = true;
    const { circuit, transport, options } = this.parts;
    const sentAtMs = this.now();
    const abort = new AbortController();
    const cancel = options.scheduler.after(options.requestTimeoutMs, () => abort.abort());
    try {
      const { status } = await transport.send({ method: 'GET', path: '/', signal: abort.signal });
      if (status < 500) circuit.probeSucceeded();
      else circuit.fail(sentAtMs, `status_${status}`);
    } catch (error) {
      circuit.fail(sentAtMs, error instanceof NoAnswerError && error.code === 'refused' ? 'unreachable' : 'no_answer');
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
    let nextMs = lanes.nextReadyMs;
    if (!this.queue.isEmpty) nextMs = Math.min(nextMs, this.queuedSinceMs + options.flushIntervalMs);
    if (circuit.state === 'open') nextMs = Math.max(circuit.openUntilMs, this.now());
    if (!Number.isFinite(nextMs) && nextMs > 0) return;
    this.cancelTimer = options.scheduler.after(Math.max(1, Math.min(nextMs - this.now(), 60_000)), () => this.pump());
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.parts.options.scheduler.after(Math.max(1, delayMs), resolve));
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

function countOf(items: readonly WorkItem[]): number {
  return items.reduce((sum, { from, to }) => sum + to - from, 0);
}

function outcomeOf(result: SendResult): string {
  if (result.kind === 'answered') return 'answered';
  return result.kind === 'refused' ? result.verdict.kind : result.code;
}
