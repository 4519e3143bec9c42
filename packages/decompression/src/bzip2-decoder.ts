import { Worker } from 'node:worker_threads';
import type { Bzip2Reply, Bzip2Request } from './bzip2-thread.ts';

/** The thread ends after so long without work, and its memory with it. */
const idleMs = 10_000;

type Waiting = { resolve(bytes: Uint8Array | undefined): void; reject(error: Error): void };

/**
 * Decodes bzip2 blocks in one thread for the whole process: bzip2 is rare, slow and blocks.
 *
 * - no thread  nothing to do for idleMs, or never
 * - busy       some blocks wait; the thread keeps the process alive
 * - idle       nobody waits; the process may end
 */
class Bzip2Decoder {
  #thread: Worker | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** Undefined: the file is not valid. Takes the file's buffer away. */
  async decode(file: Uint8Array<ArrayBuffer>): Promise<Uint8Array | undefined> {
    const thread = this.#busyThread();
    const id = ++this.#lastId;
    const request: Bzip2Request = { id, file };
    try {
      return await new Promise<Uint8Array | undefined>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        thread.postMessage(request, [file.buffer]);
      });
    } finally {
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#rest();
    }
  }

  #busyThread(): Worker {
    clearTimeout(this.#idleTimer);
    const thread = this.#thread ?? this.#start();
    thread.ref();
    return thread;
  }

  #start(): Worker {
    const thread = new Worker(new URL('./bzip2-thread.ts', import.meta.url));
    thread.on('message', ({ id, bytes }: Bzip2Reply) => this.#waiting.get(id)?.resolve(bytes));
    thread.on('error', (error) => this.#fail(thread, error as Error));
    thread.on('exit', (code) => this.#fail(thread, new Error(`The bzip2 thread ended with code ${code}`)));
    this.#thread = thread;
    return thread;
  }

  #fail(thread: Worker, error: Error): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
  }

  #rest(): void {
    const thread = this.#thread;
    thread?.unref();
    this.#idleTimer = setTimeout(() => {
      this.#thread = undefined;
      void thread?.terminate();
    }, idleMs).unref();
  }
}

export const bzip2Decoder = new Bzip2Decoder();
