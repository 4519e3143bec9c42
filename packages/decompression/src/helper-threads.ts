import { parentPort, type ResourceLimits, type Transferable, Worker } from 'node:worker_threads';

/** An idle thread ends after so long, and its memory with it. */
const idleMs = 10_000;

/** What a thread says: the result of a request, or something it needs before it can give one. */
type FromThread = { reply: unknown } | { failure: string } | { question: unknown; id: number };
type ToThread = { request: unknown } | { answer: unknown; id: number } | { refusal: string; id: number };

/** Answers what a thread asks while it works. What it throws is thrown by the request when that fails for it. */
export type Answer = (question: unknown) => Promise<unknown>;

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  answer: Answer | undefined;
  maxWorkMs: number | undefined;
  refused?: { error: unknown };
}

/**
 * Threads for work that blocks and is too rare to belong to the main pool. One is started when all are taken; how many
 * there are is bounded by how many objects are read at the same time.
 */
export class HelperThreads {
  readonly #url: URL;
  readonly #resourceLimits: ResourceLimits;
  readonly #idle: HelperThread[] = [];

  constructor(url: URL, resourceLimits: ResourceLimits = {}) {
    this.#url = url;
    this.#resourceLimits = resourceLimits;
  }

  take(): HelperThread {
    let thread = this.#idle.pop();
    // One whose idle time is over is being ended, and is here until it has.
    while (thread?.hasEnded) thread = this.#idle.pop();
    thread ??= this.#start();
    thread.wake();
    return thread;
  }

  /** A thread that has ended is forgotten. */
  giveBack(thread: HelperThread): void {
    if (thread.hasEnded) return;
    this.#idle.push(thread);
    thread.rest();
  }

  #start(): HelperThread {
    const worker = new Worker(this.#url, { resourceLimits: this.#resourceLimits });
    const thread = new HelperThread(worker);
    worker.once('exit', () => {
      const index = this.#idle.indexOf(thread);
      if (index >= 0) this.#idle.splice(index, 1);
    });
    return thread;
  }
}

/**
 * - working  a request is under way; keeps the process alive
 * - waiting  taken, without a request; keeps the process alive
 * - idle     in nobody's hands; the process may end, and the thread does after idleMs
 * - ended    by a failure or by itself, or about to: nobody may take it
 */
export class HelperThread {
  hasEnded = false;
  readonly #worker: Worker;
  #idleTimer: NodeJS.Timeout | undefined;
  #pending: Pending | undefined;
  #workTimer: NodeJS.Timeout | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: FromThread) => void this.#receive(message));
    worker.on('error', (error) => this.#end(error));
    worker.on('exit', (code) => this.#end(new Error(`A helper thread ended with code ${code}`)));
  }

  /**
   * One request at a time.
   * @param maxWorkMs a thread that says nothing for longer is ended; waiting for answers does not count
   * @throws HelperThreadTimeout
   */
  request(request: unknown, transfer: Transferable[] = [], answer?: Answer, maxWorkMs?: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.hasEnded) {
        reject(new Error('The helper thread has ended'));
        return;
      }
      this.#pending = { resolve, reject, answer, maxWorkMs };
      this.#send({ request }, transfer);
      this.#watch(maxWorkMs);
    });
  }

  /** Ends the thread whatever it does. */
  async stop(): Promise<void> {
    this.hasEnded = true;
    clearTimeout(this.#idleTimer);
    await this.#worker.terminate();
  }

  wake(): void {
    clearTimeout(this.#idleTimer);
    this.#worker.ref();
  }

  rest(): void {
    this.#worker.unref();
    this.#idleTimer = setTimeout(() => void this.stop(), idleMs).unref();
  }

  #watch(maxWorkMs: number | undefined): void {
    clearTimeout(this.#workTimer);
    if (maxWorkMs === undefined) return;
    this.#workTimer = setTimeout(() => {
      this.#end(new HelperThreadTimeout(`has been at work for more than ${maxWorkMs} ms`));
      void this.stop();
    }, maxWorkMs);
  }

  #send(message: ToThread, transfer: Transferable[]): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromThread): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    clearTimeout(this.#workTimer);
    if ('question' in message) {
      void this.#answer(pending, message.question, message.id);
      return;
    }
    this.#pending = undefined;
    if ('reply' in message) pending.resolve(message.reply);
    else pending.reject(pending.refused ? pending.refused.error : new HelperThreadFailure(message.failure));
  }

  async #answer(pending: Pending, question: unknown, id: number): Promise<void> {
    try {
      if (pending.answer === undefined) throw new Error('Nobody answers questions of this thread');
      this.#send({ answer: await pending.answer(question), id }, []);
      if (this.#pending === pending) this.#watch(pending.maxWorkMs);
    } catch (error) {
      // The request ends when the thread, told of the refusal, has given up, so that it is ready for the next one.
      pending.refused ??= { error };
      this.#send({ refusal: String(error), id }, []);
      if (this.#pending === pending) this.#watch(pending.maxWorkMs);
    }
  }

  #end(error: unknown): void {
    this.hasEnded = true;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#workTimer);
    this.#pending?.reject(error);
    this.#pending = undefined;
  }
}

/** What a request threw inside the thread. The thread goes on. */
export class HelperThreadFailure extends Error {
  override readonly name = 'HelperThreadFailure';
}

/** A request kept the thread at work for too long; the thread has ended. */
export class HelperThreadTimeout extends Error {
  override readonly name = 'HelperThreadTimeout';
}

/** Inside the thread: handles requests one after the other. `ask` gets what only the main thread can. */
export function serveRequests(
  handle: (
    request: unknown,
    ask: (question: unknown) => Promise<unknown>,
  ) => Promise<{ value: unknown; transfer: Transferable[] }>,
): void {
  const port = parentPort;
  if (port === null) throw new Error('serveRequests is for worker threads');
  const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  const ask = (question: unknown) => {
    const id = ++lastId;
    port.postMessage({ question, id } satisfies FromThread);
    return new Promise((resolve, reject) => asked.set(id, { resolve, reject }));
  };
  port.on('message', async (message: ToThread) => {
    if ('id' in message) {
      if ('answer' in message) asked.get(message.id)?.resolve(message.answer);
      else asked.get(message.id)?.reject(new Error(message.refusal));
      asked.delete(message.id);
      return;
    }
    try {
      const { value, transfer } = await handle(message.request, ask);
      port.postMessage({ reply: value } satisfies FromThread, transfer);
    } catch (error) {
      port.postMessage({ failure: error instanceof Error ? error.message : String(error) } satisfies FromThread);
    }
  });
}
