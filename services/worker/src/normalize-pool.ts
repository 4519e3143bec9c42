import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EnrichmentChange } from '@siem/enrichment';
import type { NormalizedChunk, NormalizeTask } from '@siem/normalizer';
import { Piscina } from 'piscina';
import type { ThreadOptions } from './create-normalizer.ts';
import { isolate, type ObjectGuard } from './isolation/isolate.ts';
import { KeptBytes } from './isolation/kept-bytes.ts';
import { Quarantine } from './isolation/quarantine.ts';
import { TaskFailureError } from './isolation/task-failure.ts';
import { Slots } from './slots.ts';

export interface NormalizePoolOptions {
  threads: number;
  /** Heap of one thread. */
  threadMemoryMib: number;
  /** For a chunk of `chunkBytes`; longer ones get more. Counted from when a thread takes it. */
  taskTimeoutMs: number;
  chunkBytes: number;
  /** A chunk failed as a whole and is looked at record by record. */
  onFailure?(failure: TaskFailureError): void;
  /** Each thread has files of its own in use, and says so. */
  onEnrichment?(change: EnrichmentChange): void;
}

const threadStartMs = 30_000;
/** Two thirds of V8's own choice, which makes threads hardly faster and a worker a fifth larger. */
const youngMemoryMib = 32;
/**
 * Parsed, bytes take at most this many times their size. A thread that runs out of memory can take the whole process
 * with it, so what may need more than a thread has goes to the quarantine at once.
 */
const mostExpansion = 32;

/**
 * Threads that normalise chunks. A chunk that hangs or crashes its thread goes to the quarantine, where the records that
 * do it are found; the thread is replaced. From then on all chunks of that object go there, so that an object full of
 * such records takes one thread once.
 */
export class NormalizePool {
  private readonly piscina: Piscina<NormalizeTask | undefined, NormalizedChunk>;
  private readonly quarantine: Quarantine;
  private readonly kept = new KeptBytes();
  private readonly idleThreads: Slots;
  private readonly options: NormalizePoolOptions;

  /** @throws Error when a thread cannot start, e.g. over a broken database */
  static async start(options: NormalizePoolOptions, threadOptions: ThreadOptions): Promise<NormalizePool> {
    const pool = new NormalizePool(options, threadOptions);
    await Promise.all(Array.from({ length: options.threads }, () => pool.piscina.run(undefined, { name: 'ready' })));
    return pool;
  }

  private constructor(options: NormalizePoolOptions, threadOptions: ThreadOptions) {
    this.options = options;
    this.idleThreads = new Slots(options.threads);
    this.quarantine = new Quarantine(options.threadMemoryMib, threadOptions);
    this.piscina = new Piscina({
      filename: fileURLToPath(new URL('./normalize-thread.ts', import.meta.url)),
      minThreads: options.threads,
      maxThreads: options.threads,
      workerData: threadOptions,
      // Else a thread sleeps between its tasks, and with it the timers that look for newer files and rules.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: options.threadMemoryMib, maxYoungGenerationSizeMb: youngMemoryMib },
    });
    this.piscina.on('message', (change: EnrichmentChange) => options.onEnrichment?.(change));
    // Of threads without a task: they are replaced. Without a listener it would end the process.
    this.piscina.on('error', (error: Error) => options.onFailure?.(asFailure(error)));
  }

  /**
   * The task's bytes move to the thread: the caller cannot read them any more.
   * @throws PoisonObjectError and the signal's reason
   */
  async run(task: NormalizeTask, guard: ObjectGuard, signal: AbortSignal): Promise<NormalizedChunk> {
    const timeoutMs = this.options.taskTimeoutMs * Math.max(1, task.bytes.length / this.options.chunkBytes);
    const kept = { ...task, bytes: this.kept.keep(task.bytes) };
    if (task.ranges !== undefined) kept.ranges = task.ranges.slice();
    try {
      let hasFailed = false;
      const isTooHeavy = task.bytes.length * mostExpansion > this.options.threadMemoryMib * 1024 * 1024;
      if (!guard.isSuspect && !isTooHeavy) {
        const result = await this.inThread(task, timeoutMs, signal);
        if (!(result instanceof TaskFailureError)) return result;
        this.options.onFailure?.(result);
        guard.isSuspect = true;
        hasFailed = true;
      }
      const run = (part: NormalizeTask, partTimeoutMs: number) => this.quarantine.run(part, partTimeoutMs, signal);
      return await isolate(kept, { run, timeoutMs, guard, hasFailed });
    } finally {
      this.kept.release(kept.bytes);
    }
  }

  async close(): Promise<void> {
    await this.quarantine.close();
    await this.piscina.destroy();
  }

  private async inThread(
    task: NormalizeTask,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<NormalizedChunk | TaskFailureError> {
    const transferList = [task.bytes.buffer as ArrayBuffer];
    if (task.ranges !== undefined) transferList.push(task.ranges.buffer as ArrayBuffer);
    await this.idleThreads.take(0, signal);
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(onAbort, timeoutMs);
    let isThreadLost = true;
    try {
      const result = await this.piscina.run(task, { transferList: transferList as never, signal: stop.signal });
      isThreadLost = false;
      return result;
    } catch (error) {
      signal.throwIfAborted();
      if (!stop.signal.aborted) return asFailure(error as Error);
      return new TaskFailureError('record_timed_out', `parsing takes longer than ${Math.round(timeoutMs)} ms`);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (isThreadLost) void this.newThread().finally(() => this.idleThreads.give());
      else this.idleThreads.give();
    }
  }

  /** The next task's time shall not go by while a new thread starts. */
  private async newThread(): Promise<void> {
    await once(this.piscina, 'workerCreate', { signal: AbortSignal.timeout(threadStartMs) }).catch(() => undefined);
  }
}

/** Messages of errors may quote the record. */
function asFailure(error: Error & { code?: string }): TaskFailureError {
  return new TaskFailureError('record_crashed_thread', `the thread that parsed it ended: ${error.code ?? error.name}`, {
    cause: error,
  });
}
