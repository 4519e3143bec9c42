import type { Client } from '@opensearch-project/opensearch';
import { ByteBudget } from './byte-budget.ts';
import { Circuit } from './circuit.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { type ConflictCount, ConflictCounts } from './conflict.ts';
import { Dispatcher } from './dispatcher.ts';
import { BulkIndexerClosedError } from './errors.ts';
import { Lanes } from './lanes.ts';
import { type BulkIndexerOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { PendingChunk } from './pending-chunk.ts';
import type { ChunkOutcome, RenderedChunk } from './rendered-chunk.ts';
import { Backoff } from './scheduler.ts';
import { Sender } from './sender.ts';
import { openSearchTransport } from './transport.ts';
import { wholeChunk } from './work-item.ts';
import { type StateChange, type StuckIndex, stateNumbers, type WriterState } from './writer-state.ts';

/**
 * Writes rendered documents into OpenSearch: joins chunks into bulk requests, follows every document to its final state
 * and waits as long as it takes. Memory is bounded by `maxBufferedBytes`: `index()` waits when that much is not final.
 */
export class BulkIndexer {
  private readonly options: ResolvedOptions;
  private readonly budget: ByteBudget;
  private readonly dispatcher: Dispatcher;
  private readonly sender: Sender;
  private readonly conflictCounts = new ConflictCounts();
  private readonly chunks = new Set<PendingChunk>();
  private readonly listeners = new Set<(change: StateChange) => void>();
  private lastState: WriterState = 'writable';
  private closed = false;

  /** @throws BulkIndexerOptionError */
  constructor(client: Client, options: BulkIndexerOptions = {}) {
    this.options = resolveOptions(options);
    const { scheduler, backoffBaseMs, backoffMaxMs, random, maxInFlight, compression, maxBufferedBytes } = this.options;
    const backoff = new Backoff(backoffBaseMs, backoffMaxMs, random);
    const transport = openSearchTransport(client, compression);
    this.budget = new ByteBudget(maxBufferedBytes);
    this.sender = new Sender(transport, this.options, (chunk) => this.release(chunk));
    this.dispatcher = new Dispatcher({
      options: this.options,
      transport,
      sender: this.sender,
      lanes: new Lanes(scheduler, backoff),
      circuit: new Circuit(scheduler, backoff),
      limit: new ConcurrencyLimit({ max: maxInFlight, initial: Math.min(2, maxInFlight) }),
      conflicts: this.conflictCounts,
      isContended: () => this.budget.isContended || this.closed,
      onChange: () => this.reportState(),
    });
  }

  /**
   * Resolves when every document of the chunk is final.
   * @throws the signal's reason when it is aborted first; BulkIndexerClosedError
   */
  async index(rendered: RenderedChunk, signal?: AbortSignal): Promise<ChunkOutcome> {
    if (this.closed) throw new BulkIndexerClosedError();
    if (rendered.sourceStarts.length === 0) return { indexed: 0, duplicate: 0, safeForm: 0, rejected: [] };
    const chunk = new PendingChunk(rendered, (settled) => this.release(settled));
    await this.budget.take(chunk.body.length, signal);
    if (this.closed) {
      this.budget.give(chunk.body.length);
      throw new BulkIndexerClosedError();
    }
    this.chunks.add(chunk);
    const abandon = () => this.abandon(chunk, signal?.reason);
    signal?.addEventListener('abort', abandon, { once: true });
    this.dispatcher.push(wholeChunk(chunk));
    try {
      const outcome = await chunk.result;
      this.countOutcome(outcome);
      return outcome;
    } finally {
      signal?.removeEventListener('abort', abandon);
    }
  }

  get state(): WriterState {
    return this.dispatcher.state;
  }

  /** @returns takes the listener back */
  onStateChange(listener: (change: StateChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Indexes that take nothing at the moment while others do. */
  get stuckIndexes(): StuckIndex[] {
    return this.dispatcher.stuckIndexes;
  }

  /** How often each index refused a field, for `siem doctor`. */
  get conflicts(): ConflictCount[] {
    return this.conflictCounts.list();
  }

  get bufferedBytes(): number {
    return this.budget.heldBytes;
  }

  /** What is not final yet fails with BulkIndexerClosedError. */
  async close(): Promise<void> {
    this.closed = true;
    for (const chunk of [...this.chunks]) chunk.abandon(new BulkIndexerClosedError());
    this.sender.abortAbandoned();
    await this.dispatcher.close();
  }

  private abandon(chunk: PendingChunk, reason: unknown): void {
    chunk.abandon(reason);
    this.sender.abortAbandoned();
    this.dispatcher.tidy();
  }

  /** A chunk's bytes are free when it is settled and no request reads them any more. */
  private release(chunk: PendingChunk): void {
    if (!chunk.isSettled || chunk.requestsInFlight > 0 || !this.chunks.delete(chunk)) return;
    this.budget.give(chunk.body.length);
    this.options.metrics.gauge('siem_bulk_buffered_bytes', this.budget.heldBytes);
  }

  private countOutcome({ indexed, duplicate, safeForm }: ChunkOutcome): void {
    const { metrics } = this.options;
    if (indexed > safeForm) metrics.count('siem_bulk_documents_total', indexed - safeForm, { state: 'indexed' });
    if (safeForm > 0) metrics.count('siem_bulk_documents_total', safeForm, { state: 'safe_form' });
    if (duplicate > 0) metrics.count('siem_bulk_documents_total', duplicate, { state: 'duplicate' });
  }

  private reportState(): void {
    const state = this.dispatcher.state;
    if (state === this.lastState) return;
    const change: StateChange = {
      state,
      previous: this.lastState,
      reason: state === 'writable' ? 'recovered' : this.dispatcher.reason,
      detail: state === 'writable' ? '' : this.dispatcher.detail,
    };
    this.lastState = state;
    this.options.metrics.gauge('siem_bulk_state', stateNumbers[state]);
    for (const listener of this.listeners) listener(change);
  }
}
