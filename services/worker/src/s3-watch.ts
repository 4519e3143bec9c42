import { setTimeout as delay } from 'node:timers/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { asObjectStoreError, ObjectDeniedError, ObjectGoneError } from '@siem/object-store';

export interface S3WatchOptions {
  /** Why S3 does not answer; undefined when it does. */
  probe(): Promise<string | undefined>;
  /** @param reason why it is away; undefined when it answers again */
  onChange(reason: string | undefined): void;
  /** Between two probes while S3 is away. */
  wait?(ms: number, signal: AbortSignal): Promise<unknown>;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/**
 * Whether S3 as a whole answers. Without this, messages would be received again and again in a long outage, and end in
 * the dead-letter queue.
 * - answering: nothing is asked before an object fails; then one probe tells whether it is only that object.
 * - away: the probe failed too. It is repeated, with longer waits, until it is answered.
 */
export class S3Watch {
  private readonly options: S3WatchOptions;
  private readonly stopping = new AbortController();
  private looking: Promise<boolean> | undefined;
  private away = false;

  constructor(options: S3WatchOptions) {
    this.options = options;
  }

  /** To be asked when an object failed. Several that fail together share a probe. */
  answers(): Promise<boolean> {
    if (this.away) return Promise.resolve(false);
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  stop(): void {
    this.stopping.abort();
  }

  private async look(): Promise<boolean> {
    const reason = await this.options.probe();
    if (reason === undefined) return true;
    this.away = true;
    this.options.onChange(reason);
    void this.untilAnswered();
    return false;
  }

  private async untilAnswered(): Promise<void> {
    const { signal } = this.stopping;
    const wait = this.options.wait ?? ((ms, ended) => delay(ms, undefined, { signal: ended }).catch(() => undefined));
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, 2 * waitMs)) {
      await wait(waitMs, signal);
      if (signal.aborted) return;
      if ((await this.options.probe()) === undefined) break;
    }
    this.away = false;
    this.options.onChange(undefined);
  }
}

const probeKey = 'dead-letters/probe';
const probeMs = 10_000;

/**
 * Reads what is not there from the bucket of dead letters: every worker has one, in its own region, and where it may not
 * read there, S3 says so. @returns why S3 does not answer, or answers so that nothing can be read with these credentials
 */
export async function whyS3IsAway(s3: S3Client, bucket: string): Promise<string | undefined> {
  const object = { bucket, key: probeKey };
  try {
    const { ETag, Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: probeKey }), {
      abortSignal: AbortSignal.timeout(probeMs),
    });
    await Body?.transformToByteArray();
    return ETag === undefined ? 'the answer is none of S3' : undefined;
  } catch (error) {
    const failure = asObjectStoreError(error, object);
    const isAnswer = failure instanceof ObjectGoneError || failure instanceof ObjectDeniedError;
    return isAnswer && failure.code !== 'credentials' ? undefined : failure.message;
  }
}
