import { assembleBody, type BulkRequest } from './bulk-request.ts';
import { classifyRequest, errorOf, type OpenSearchError, type RequestVerdict } from './classify.ts';
import type { ResolvedOptions } from './options.ts';
import { answerFilter, applyAnswer, type FollowUps, readBulkAnswer } from './outcome.ts';
import type { PendingChunk } from './pending-chunk.ts';
import { type Answer, NoAnswerError, type Transport } from './transport.ts';

/** What came of one bulk request. */
export type SendResult =
  | { readonly kind: 'answered'; readonly followUps: FollowUps; readonly latencyMs: number; readonly inFlight: number }
  | {
      readonly kind: 'refused';
      readonly verdict: RequestVerdict;
      readonly status: number;
      readonly error: OpenSearchError | undefined;
      readonly retryAfterMs: number;
    }
  /** `refused`: nothing was sent. `no_answer`: what became of the documents is unknown. */
  | { readonly kind: 'no-answer'; readonly code: 'refused' | 'no_answer'; readonly detail: string };

interface Flight {
  readonly request: BulkRequest;
  readonly abort: AbortController;
}

/** Sends bulk requests and tells the chunks what became final. */
export class Sender {
  private readonly transport: Transport;
  private readonly options: ResolvedOptions;
  /** The bytes of the chunk are no longer read by any request. */
  private readonly onReleased: (chunk: PendingChunk) => void;
  private readonly flights = new Set<Flight>();
  private readonly query: Readonly<Record<string, string>>;

  constructor(transport: Transport, options: ResolvedOptions, onReleased: (chunk: PendingChunk) => void) {
    this.transport = transport;
    this.options = options;
    this.onReleased = onReleased;
    this.query = { filter_path: answerFilter, timeout: `${options.shardTimeoutMs}ms` };
  }

  get inFlight(): number {
    return this.flights.size;
  }

  async send(request: BulkRequest): Promise<SendResult> {
    const { scheduler, metrics, requestTimeoutMs } = this.options;
    const flight: Flight = { request, abort: new AbortController() };
    this.flights.add(flight);
    for (const { chunk } of request.items) chunk.requestsInFlight++;
    const inFlight = this.flights.size;
    const sentAtMs = scheduler.now();
    const cancelDeadline = scheduler.after(requestTimeoutMs, () => flight.abort.abort());
    try {
      const answer = await this.transport.send({
        method: 'POST',
        path: '/_bulk',
        query: this.query,
        body: assembleBody(request),
        signal: flight.abort.signal,
      });
      const latencyMs = scheduler.now() - sentAtMs;
      metrics.observe('siem_bulk_request_duration_seconds', latencyMs / 1000);
      return this.read(request, answer, latencyMs, inFlight);
    } catch (error) {
      if (flight.abort.signal.aborted) return { kind: 'no-answer', code: 'no_answer', detail: 'its time was over' };
      if (error instanceof NoAnswerError) return { kind: 'no-answer', code: error.code, detail: error.message };
      throw error;
    } finally {
      cancelDeadline();
      this.flights.delete(flight);
      for (const { chunk } of request.items) {
        chunk.requestsInFlight--;
        if (chunk.requestsInFlight === 0) this.onReleased(chunk);
      }
      metrics.count('siem_bulk_sent_bytes_total', request.bytes, {});
      metrics.observe('siem_bulk_request_bytes', request.bytes);
    }
  }

  /** Ends requests that no chunk waits for any more. */
  abortAbandoned(): void {
    for (const { request, abort } of this.flights) {
      if (request.items.every(({ chunk }) => chunk.isSettled)) abort.abort();
    }
  }

  private read(request: BulkRequest, answer: Answer, latencyMs: number, inFlight: number): SendResult {
    const { status, body, retryAfterMs } = answer;
    if (status === 200) {
      const bulkAnswer = readBulkAnswer(body, request.documents);
      if (bulkAnswer === undefined)
        return { kind: 'no-answer', code: 'no_answer', detail: 'what answers is no bulk API' };
      return { kind: 'answered', followUps: applyAnswer(request, bulkAnswer), latencyMs, inFlight };
    }
    const error = errorOf(body);
    return { kind: 'refused', verdict: classifyRequest(status, error), status, error, retryAfterMs };
  }
}
