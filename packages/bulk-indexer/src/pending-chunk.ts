import { MalformedChunkError } from './errors.ts';
import type { ChunkOutcome, RejectedDocument, RenderedChunk } from './rendered-chunk.ts';

/**
 * A chunk between `index()` and its outcome. Every document becomes final exactly once: created, duplicate or rejected.
 * States: pending -> settled (the last document became final, or the caller gave up). What arrives for a settled chunk
 * is ignored: its message comes again, and ids make the repetition harmless.
 */
export class PendingChunk {
  readonly body: Buffer;
  readonly actionStarts: Uint32Array;
  readonly sourceStarts: Uint32Array;
  readonly documents: number;
  readonly result: Promise<ChunkOutcome>;
  /** Requests whose body may still be read from this chunk's bytes. */
  requestsInFlight = 0;

  private readonly outcome: ChunkOutcome = { indexed: 0, duplicate: 0, safeForm: 0, rejected: [] };
  private remaining: number;
  private settled = false;
  private resolve!: (outcome: ChunkOutcome) => void;
  private reject!: (reason: unknown) => void;
  private readonly onSettled: (chunk: PendingChunk) => void;

  /** @throws MalformedChunkError when the offsets do not fit the bytes */
  constructor({ body, actionStarts, sourceStarts }: RenderedChunk, onSettled: (chunk: PendingChunk) => void) {
    const documents = sourceStarts.length;
    if (actionStarts.length !== documents + 1) {
      throw new MalformedChunkError(
        `${actionStarts.length} action offsets for ${documents} documents, expected one more`,
      );
    }
    if (actionStarts[documents] !== body.length) {
      throw new MalformedChunkError(`the last offset is ${actionStarts[documents]}, the body has ${body.length} bytes`);
    }
    this.body = Buffer.from(body.buffer, body.byteOffset, body.length);
    this.actionStarts = actionStarts;
    this.sourceStarts = sourceStarts;
    this.documents = documents;
    this.remaining = documents;
    this.onSettled = onSettled;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  get isSettled(): boolean {
    return this.settled;
  }

  /** Start of document i; of the body's end for the number after the last. */
  start(document: number): number {
    return this.actionStarts[document] ?? this.body.length;
  }

  sourceStart(document: number): number {
    return this.sourceStarts[document] ?? this.body.length;
  }

  addIndexed(documents: number): void {
    this.outcome.indexed += documents;
    this.finish(documents);
  }

  addSafeForm(): void {
    this.outcome.safeForm++;
    this.addIndexed(1);
  }

  addDuplicate(): void {
    this.outcome.duplicate++;
    this.finish(1);
  }

  addRejected(document: RejectedDocument): void {
    this.outcome.rejected.push(document);
    this.finish(1);
  }

  /** The caller gave up, or the indexer was closed. */
  abandon(reason: unknown): void {
    if (this.settled) return;
    this.settled = true;
    this.reject(reason);
    this.onSettled(this);
  }

  private finish(documents: number): void {
    if (this.settled) return;
    this.remaining -= documents;
    if (this.remaining > 0) return;
    this.settled = true;
    this.outcome.rejected.sort((a, b) => a.position - b.position);
    this.resolve(this.outcome);
    this.onSettled(this);
  }
}
