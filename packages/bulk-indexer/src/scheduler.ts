/** Time as the indexer sees it; tests bring their own. */
export interface Scheduler {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Runs `task` once after `delayMs`; what it returns takes it back. */
  after(delayMs: number, task: () => void): () => void;
}

export const systemScheduler: Scheduler = {
  now: () => performance.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Exponential backoff with full jitter: retries of a whole fleet spread evenly instead of coming in waves. */
export class Backoff {
  private readonly baseMs: number;
  private readonly maxMs: number;
  private readonly random: () => number;

  constructor(baseMs: number, maxMs: number, random: () => number) {
    this.baseMs = baseMs;
    this.maxMs = maxMs;
    this.random = random;
  }

  /**
   * @param attempt 1 after the first failure
   * @param leastMs what the server asked for (Retry-After); the jitter comes on top of it
   */
  delayMs(attempt: number, leastMs = 0): number {
    const ceilingMs = Math.min(this.maxMs, this.baseMs * 2 ** Math.min(attempt - 1, 30));
    return leastMs + this.random() * ceilingMs;
  }
}
