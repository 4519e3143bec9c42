import { Buffer } from 'node:buffer';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectSource } from '@siem/decompression';
import { ObjectRetryError, type ObjectStoreError, type S3ObjectRef } from './errors.ts';

export interface GetRequest {
  /** Bytes from `start` up to, not including, `end`; absent: to the object's end. */
  range?: { start: number; end?: number };
  /** Only if the object is still this one. */
  etag?: string;
}

export interface GetResponse {
  body: AsyncIterable<Uint8Array>;
  etag: string | undefined;
  /** Of the object, epoch milliseconds. */
  storedMs: number | undefined;
  /** Of the whole object. */
  objectBytes: number | undefined;
  /** Where in the object the body begins: not every store that speaks S3 minds a range everywhere. */
  firstByte: number;
}

export interface ResumeOptions {
  /**
   * Attempts without a single new byte.
   * @defaultvalue `5`
   */
  maxAttempts: number;
  /** @defaultvalue `100` */
  firstDelayMs: number;
  /** @defaultvalue `5000` */
  maxDelayMs: number;
  /**
   * A body that comes more slowly than this, while the reader waits for it, is given up for a new one.
   * @defaultvalue `1024`
   */
  leastBytesPerSecond: number;
  /**
   * Waiting time after which the speed is looked at.
   * @defaultvalue `30000`
   */
  paceMs: number;
  /** Monotonic, in milliseconds. */
  now: () => number;
  /** Between 0 and 1. */
  random: () => number;
  wait: (delayMs: number) => Promise<unknown>;
  /** Ends requests, bodies and further attempts; reading then throws its reason. */
  signal?: AbortSignal;
}

export const defaultResumeOptions: ResumeOptions = {
  maxAttempts: 5,
  firstDelayMs: 100,
  maxDelayMs: 5_000,
  leastBytesPerSecond: 1024,
  paceMs: 30_000,
  now: () => performance.now(),
  random: Math.random,
  wait: (delayMs) => sleep(delayMs),
};

export interface SourceActions {
  get(request: GetRequest): Promise<GetResponse>;
  /** The failure as the error that says what to do. */
  asError(error: unknown): ObjectStoreError;
}

/**
 * Reads an object over connections that break: a read that is cut goes on where it stopped, from the same version of the
 * object or not at all.
 * @throws {ObjectStoreError}
 */
export class ResumableSource implements ObjectSource {
  /** As stated, then as S3 says. */
  sizeBytes: number;
  storedMs: number | undefined;
  readonly #object: S3ObjectRef;
  readonly #actions: SourceActions;
  readonly #options: ResumeOptions;
  #etag: string | undefined;

  constructor(object: S3ObjectRef, sizeBytes: number, actions: SourceActions, options: Partial<ResumeOptions> = {}) {
    this.#object = object;
    this.sizeBytes = sizeBytes;
    this.#actions = actions;
    this.#options = { ...defaultResumeOptions, ...options };
  }

  /** Of the object's content; undefined before the first bytes. */
  get etag(): string | undefined {
    return this.#etag;
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    yield* this.#read(0, undefined);
  }

  async range(start: number, end: number): Promise<Uint8Array> {
    if (start >= end) return new Uint8Array(0);
    const bytes = Buffer.allocUnsafeSlow(end - start);
    let filled = 0;
    for await (const piece of this.#read(start, end)) {
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes;
  }

  async *#read(start: number, end: number | undefined): AsyncGenerator<Uint8Array> {
    let position = start;
    let failures = 0;
    for (;;) {
      this.#options.signal?.throwIfAborted();
      const before = position;
      let failure: unknown;
      try {
        const response = await this.#actions.get(this.#request(position, end));
        this.#note(response);
        const body = this.#inTime(response.body, position);
        for await (const piece of within({ ...response, body }, position, end)) {
          position += piece.length;
          yield piece;
        }
      } catch (error) {
        failure = error;
      }
      // What is whole needs no more, however its connection ended.
      if ((failure === undefined || position > before) && position === (end ?? this.sizeBytes)) return;
      // A few bytes in half a minute are no progress.
      failures = position > before && !(failure instanceof TooSlowError) ? 1 : failures + 1;
      await this.#recover(failure ?? this.#short(position, end), failures);
    }
  }

  #request(position: number, end: number | undefined): GetRequest {
    const request: GetRequest = {};
    if (end !== undefined) request.range = { start: position, end };
    else if (position > 0) request.range = { start: position };
    if (this.#etag !== undefined) request.etag = this.#etag;
    return request;
  }

  #note({ etag, storedMs, objectBytes }: GetResponse): void {
    this.#etag ??= etag;
    this.storedMs ??= storedMs;
    if (objectBytes !== undefined) this.sizeBytes = objectBytes;
  }

  #short(position: number, end: number | undefined): ObjectRetryError {
    const message = `The response stopped at byte ${position} of ${end ?? this.sizeBytes}`;
    return new ObjectRetryError('network', this.#object, message);
  }

  /** The time that the reader takes between two pieces is not S3's. @throws TooSlowError */
  async *#inTime(body: AsyncIterable<Uint8Array>, position: number): AsyncGenerator<Uint8Array> {
    const { leastBytesPerSecond, paceMs, now } = this.#options;
    let bytes = 0;
    let waitedMs = 0;
    let askedAt = now();
    for await (const piece of body) {
      waitedMs += now() - askedAt;
      bytes += piece.length;
      yield piece;
      if (waitedMs >= paceMs) {
        if (bytes * 1000 < leastBytesPerSecond * waitedMs) {
          const message = `${bytes} bytes in ${Math.round(waitedMs / 1000)} s, read from byte ${position} on, are too few`;
          throw new TooSlowError('network', this.#object, message);
        }
        bytes = 0;
        waitedMs = 0;
      }
      askedAt = now();
    }
  }

  async #recover(failure: unknown, failures: number): Promise<void> {
    this.#options.signal?.throwIfAborted();
    const error = this.#actions.asError(failure);
    const isLasting = !(error instanceof ObjectRetryError) || error.code === 'changed';
    if (isLasting || failures >= this.#options.maxAttempts) throw error;
    const { firstDelayMs, maxDelayMs, random, wait } = this.#options;
    await wait(Math.min(maxDelayMs, firstDelayMs * 2 ** (failures - 1)) * (0.5 + random() / 2));
  }
}

class TooSlowError extends ObjectRetryError {}

/** The bytes from start up to, not including, end, of a body that may hold more. */
async function* within(
  { body, firstByte }: GetResponse,
  start: number,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  let position = firstByte;
  for await (const piece of body) {
    const from = Math.max(0, start - position);
    const wanted = piece.subarray(from, Math.max(from, end - position));
    position += piece.length;
    if (wanted.length > 0) yield wanted;
    if (position >= end) return;
  }
}
