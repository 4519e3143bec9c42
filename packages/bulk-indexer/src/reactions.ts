import { type BulkRequest, splitRequest, toRequest } from './bulk-request.ts';
import type { Circuit } from './circuit.ts';
import type { ConcurrencyLimit } from './concurrency-limit.ts';
import type { ConflictCounts } from './conflict.ts';
import { FailureRecord } from './failure-record.ts';
import type { Lane } from './lane.ts';
import type { Lanes } from './lanes.ts';
import type { ResolvedOptions } from './options.ts';
import type { FollowUps } from './outcome.ts';
import { describe, followRefusal, isHopeless } from './refusal.ts';
import type { SendResult } from './sender.ts';
import type { SiblingRouter } from './sibling-router.ts';
import { outageReason } from './transport.ts';
import { part, type WorkItem } from './work-item.ts';

export interface ReactionParts {
  readonly options: ResolvedOptions;
  readonly lanes: Lanes;
  readonly circuit: Circuit;
  readonly limit: ConcurrencyLimit;
  readonly conflicts: ConflictCounts;
}

/** Where documents go that are to be sent again without waiting. */
export interface Requeue {
  /** Behind the others, in a new form. */
  push(item: WorkItem): void;
  /** In front of the others, without lingering. */
  again(items: readonly WorkItem[]): void;
}

export const unansweredLane = 'retry:unanswered';
/** Documents that never get an answer and may be stored all the same. */
export const doubtLane = 'doubt:unanswered';
const leastRequestBytes = 64 * 1024;
/** Times a request may stay without an answer before it is taken apart to find the document that causes it. */
const unansweredBeforeSplit = 2;
/** Times one document may make the server fail (500), or refuse its whole request (400), before it counts as refused. */
const leastServerErrors = 5;
/** Times one document alone may stay without an answer while other requests get theirs before it is in doubt. */
const leastUnanswered = 10;
const maxDetailCharacters = 300;

/** What follows from the outcome of a bulk request: for its documents, for the lanes, for the cluster as a whole. */
export class Reactions {
  /** Lowered when OpenSearch says that a request is too large. */
  maxRequestBytes: number;
  private readonly parts: ReactionParts;
  private readonly router: SiblingRouter;
  private readonly queue: Requeue;
  /** Bulk requests that were answered so far. */
  private answers = 0;
  private readonly connection = new FailureRecord(leastUnanswered);
  private readonly documents = new FailureRecord(leastServerErrors);

  constructor(parts: ReactionParts, router: SiblingRouter, queue: Requeue) {
    this.parts = parts;
    this.router = router;
    this.queue = queue;
    this.maxRequestBytes = parts.options.maxBulkBytes;
  }

  /** @param lane that the request came from */
  follow(request: BulkRequest, result: SendResult, sentAtMs: number, lane: Lane | undefined): void {
    this.parts.options.metrics.count('siem_bulk_requests_total', 1, { outcome: outcomeOf(result) });
    if (request.items.every(({ unanswered }) => unanswered === 0)) {
      const isAnswered = result.kind !== 'no-answer';
      this.connection.note(isAnswered ? 1 : 0, isAnswered ? 0 : 1);
    }
    if (result.kind === 'answered') this.answered(request, result, sentAtMs, lane);
    else if (result.kind === 'refused') this.requestRefused(request, result, sentAtMs);
    else this.unanswered(request, result, sentAtMs);
  }

  private answered(
    request: BulkRequest,
    result: SendResult & { kind: 'answered' },
    sentAtMs: number,
    lane: Lane | undefined,
  ): void {
    const { circuit, limit, lanes, options } = this.parts;
    const { followUps } = result;
    this.answers++;
    if (followUps.accepted > 0) lanes.accepted();
    if (request.items.every(({ attempts }) => attempts === 0))
      this.documents.note(followUps.accepted, countOf(followUps.failed.flatMap(({ items }) => items)));
    if (followUps.throttled.length === 0) limit.onSuccess(result.latencyMs, request.bytes, result.inFlight);
    if (followUps.accepted > 0 || followUps.throttled.length === 0) circuit.close();
    if (lane !== undefined && followUps.accepted > 0) lanes.progress(lane);
    this.throttled(followUps, sentAtMs);
    for (const { status, error, items } of followUps.failed) this.failed(items, status, error);
    for (const { index, reason, isOutage, items } of followUps.stuck) this.stuckAt(index, reason, isOutage, items);
    for (const { index, blockedIndex, items } of followUps.readOnly) {
      if (this.router.baseOf(blockedIndex) !== this.router.baseOf(index)) {
        // Behind an alias or a data stream there is no sibling to go to: whoever owns it has to move its write index.
        this.stuckAt(index, 'write_index_read_only', false, items);
        continue;
      }
      this.router.leave(blockedIndex);
      lanes.open(`sibling:${this.router.baseOf(index)}`, 'read_only', false, -1).push(items);
      options.metrics.count('siem_bulk_redirected_documents_total', countOf(items), {});
    }
    for (const refusal of followUps.refused) {
      const next = followRefusal(refusal, this.parts.conflicts, options.metrics);
      if (next !== undefined) this.queue.push(next);
    }
  }

  private stuckAt(index: string, reason: string, isOutage: boolean, items: readonly WorkItem[]): void {
    const { lanes } = this.parts;
    const stuck = lanes.find(`index:${index}`);
    if (stuck !== undefined) lanes.postpone(stuck);
    (stuck ?? lanes.open(`index:${index}`, reason, isOutage)).pushFront(items);
    this.retried(items, reason);
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
    const mostAttempts = this.documents.failuresBeyondChance;
    for (const item of items) {
      if (item.attempts < mostAttempts || item.to - item.from > 1) {
        for (let document = item.from; document < item.to; document++) {
          retry.push({ ...part(item, document, document + 1), attempts: item.attempts + 1 });
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
    const { circuit, limit } = this.parts;
    switch (verdict.kind) {
      case 'throttled':
        limit.onThrottled(sentAtMs, this.now());
        circuit.fail(sentAtMs, 'throttled', retryAfterMs);
        this.again(request, 'throttled');
        return;
      case 'outage':
        circuit.fail(sentAtMs, verdict.reason, retryAfterMs, describe(error).slice(0, maxDetailCharacters));
        this.again(request, verdict.reason);
        return;
      case 'too-large':
        this.tooLarge(request, status, retryAfterMs, sentAtMs);
        return;
      case 'malformed':
        if (request.documents > 1) this.splitUp(request, 'malformed');
        else if (isHopeless(error)) this.refuseWhole(request, status, error);
        else {
          if (request.items.every(({ attempts }) => attempts === 0)) this.documents.note(0, 1);
          this.failed(request.items, status, error);
        }
    }
  }

  private tooLarge(request: BulkRequest, status: number, retryAfterMs: number, sentAtMs: number): void {
    if (request.bytes <= leastRequestBytes) {
      // No server means that: something on the way refuses everything, and told nothing about sizes before either.
      this.limitRequests(this.parts.options.maxBulkBytes);
      this.parts.circuit.fail(sentAtMs, 'status_413', retryAfterMs);
      this.again(request, 'status_413');
      return;
    }
    if (request.documents === 1) {
      const reason = `OpenSearch refuses a request of ${request.bytes} bytes (413)`;
      this.refuseWhole(request, status, { type: 'document_too_large', reason });
      return;
    }
    // Answers to larger requests, sent before, may come in later.
    const half = Math.max(leastRequestBytes, Math.floor(request.bytes / 2));
    this.limitRequests(Math.min(this.maxRequestBytes, half));
    this.splitUp(request, 'too-large');
  }

  private limitRequests(bytes: number): void {
    this.maxRequestBytes = bytes;
    this.parts.options.metrics.gauge('siem_bulk_max_request_bytes', bytes);
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

  private unanswered(
    request: BulkRequest,
    { code, detail }: SendResult & { kind: 'no-answer' },
    sentAtMs: number,
  ): void {
    this.parts.circuit.fail(sentAtMs, outageReason(code), 0, detail);
    if (code === 'refused') {
      this.again(request, 'unreachable');
      return;
    }
    // It may have been this request that brought the server down: it goes alone, and in halves if need be.
    const items = request.items.map((item) => this.withoutAnswer(item));
    const again = toRequest(items);
    if (request.documents > 1 && items.some((item) => item.unanswered > unansweredBeforeSplit)) {
      this.splitUp(again, 'no_answer');
      return;
    }
    if (request.documents === 1 && items.every(({ outlived }) => outlived >= this.connection.failuresBeyondChance)) {
      this.parts.lanes.open(doubtLane, 'no_answer', false, -1).push(items);
      return;
    }
    const { lanes } = this.parts;
    const known = lanes.find(unansweredLane);
    if (known !== undefined) lanes.postpone(known);
    (known ?? lanes.open(unansweredLane, 'no_answer')).pushGroup(again);
    this.retried(items, 'no_answer');
  }

  /** The document is not stored, and none of the many requests with only it got an answer. */
  refuseUnanswered(item: WorkItem): void {
    const reason = `${item.unanswered} requests with this document got no answer while others did`;
    this.refuseWhole(toRequest([item]), 0, { type: 'no_answer', reason });
  }

  private withoutAnswer(item: WorkItem): WorkItem {
    const othersAnswered = item.answersBefore !== undefined && item.answersBefore < this.answers;
    return {
      ...item,
      unanswered: item.unanswered + 1,
      outlived: item.outlived + (othersAnswered ? 1 : 0),
      answersBefore: this.answers,
    };
  }

  private again(request: BulkRequest, reason: string): void {
    this.queue.again(request.items);
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
