import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { NormalizedChunk, NormalizeTask } from '@siem/normalizer';
import type { ThreadOptions } from '../create-normalizer.ts';
import { QuarantineStartError, TaskFailureError } from './task-failure.ts';

/** What the process sends. */
export type QuarantineReply =
  | { kind: 'ready' }
  | { kind: 'done'; chunk: NormalizedChunk }
  | { kind: 'failed'; reason: string };

const startTimeoutMs = 60_000;
const idleMs = 30_000;

/**
 * A process of its own for records that hung or crashed a thread, one task at a time: whatever they do, even what ends
 * a whole process, ends only that one. It has no environment variables, writes no files and starts no programs.
 *
 * States: none -> starting (first task) -> idle <-> working -> none (killed by a deadline, crashed, or long idle).
 */
export class Quarantine {
  private child: ChildProcess | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private idleTimer: NodeJS.Timeout | undefined;
  private readonly options: ThreadOptions;
  private readonly memoryMib: number;

  constructor(memoryMib: number, options: ThreadOptions) {
    this.memoryMib = memoryMib;
    this.options = options;
  }

  /**
   * Tasks wait for those before them; the time counts from the task's own start.
   * @throws TaskFailureError
   */
  run(task: NormalizeTask, timeoutMs: number, signal: AbortSignal): Promise<NormalizedChunk> {
    const result = this.last.then(() => this.runNow(task, timeoutMs, signal));
    this.last = result.catch(() => undefined);
    return result;
  }

  async close(): Promise<void> {
    await this.last;
    this.kill();
  }

  private async runNow(task: NormalizeTask, timeoutMs: number, signal: AbortSignal): Promise<NormalizedChunk> {
    signal.throwIfAborted();
    clearTimeout(this.idleTimer);
    const child = this.child ?? (await this.start());
    try {
      const reply = await this.exchange(child, task, timeoutMs, signal);
      if (reply.kind === 'done') return reply.chunk;
      throw new TaskFailureError('record_failed', reply.kind === 'failed' ? reply.reason : 'no answer');
    } finally {
      this.idleTimer = setTimeout(() => this.kill(), idleMs).unref();
    }
  }

  /** @throws QuarantineStartError */
  private async start(): Promise<ChildProcess> {
    try {
      const child = this.fork();
      this.child = child;
      child.once('exit', () => {
        if (this.child === child) this.child = undefined;
      });
      // Whoever waits for it listens too; without a listener an error would end the worker.
      child.on('error', () => undefined);
      if (child.pid === undefined) await once(child, 'spawn');
      const reply = await this.exchange(child, this.options, startTimeoutMs, AbortSignal.any([]));
      if (reply.kind === 'failed') throw new Error(reply.reason);
      return child;
    } catch (cause) {
      this.kill();
      throw new QuarantineStartError(cause as Error);
    }
  }

  private fork(): ChildProcess {
    return fork(fileURLToPath(new URL('./quarantine-process.ts', import.meta.url)), {
      serialization: 'advanced',
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [
        `--max-old-space-size=${this.memoryMib}`,
        '--disable-warning=ExperimentalWarning',
        '--permission',
        '--allow-fs-read=*',
        '--allow-worker',
      ],
    });
  }

  private exchange(
    child: ChildProcess,
    message: NormalizeTask | ThreadOptions,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<QuarantineReply> {
    const { promise, resolve, reject } = Promise.withResolvers<QuarantineReply>();
    const onExit = (code: number | null, by: string | null) =>
      reject(new TaskFailureError('record_crashed_thread', `the process that parsed it ended with ${by ?? code}`));
    const onError = (cause: Error) =>
      reject(new TaskFailureError('record_crashed_thread', `the process that parsed it failed: ${cause.name}`));
    const timer = setTimeout(() => {
      this.kill();
      reject(new TaskFailureError('record_timed_out', `parsing takes longer than ${Math.round(timeoutMs)} ms`));
    }, timeoutMs);
    const onAbort = () => {
      this.kill();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    child.once('message', resolve as (message: unknown) => void);
    child.once('exit', onExit);
    child.once('error', onError);
    child.send(message as object, (error) => error && onError(error));
    return promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      child.off('message', resolve as (message: unknown) => void);
      child.off('exit', onExit);
      child.off('error', onError);
    });
  }

  private kill(): void {
    clearTimeout(this.idleTimer);
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }
}
