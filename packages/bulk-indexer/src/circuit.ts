import type { Backoff, Scheduler } from './scheduler.ts';

/**
 * Whether the cluster as a whole answers.
 * - closed: requests go.
 * - open: the cluster failed; nothing goes until `openUntilMs`, then it is probed.
 * - half open: the probe succeeded; one request goes. Its success closes the circuit, its failure opens it for longer.
 */
export class Circuit {
  private readonly scheduler: Scheduler;
  private readonly backoff: Backoff;
  private failures = 0;
  private lastFailureMs = Number.NEGATIVE_INFINITY;
  private isHalfOpen = false;
  private causes = '';
  private said = '';
  openUntilMs = Number.NEGATIVE_INFINITY;

  constructor(scheduler: Scheduler, backoff: Backoff) {
    this.scheduler = scheduler;
    this.backoff = backoff;
  }

  get state(): 'closed' | 'open' | 'half-open' {
    if (this.failures === 0) return 'closed';
    return this.isHalfOpen ? 'half-open' : 'open';
  }

  /** Why it is not closed. */
  get reason(): string {
    return this.causes;
  }

  /** What there is to say about it, for people. */
  get detail(): string {
    return this.said;
  }

  /** A single broken connection is no outage; a second failure after waiting is, and so is what the cluster says itself. */
  get isOutage(): boolean {
    return this.failures > 0 && this.causes !== 'throttled' && (this.failures > 1 || this.causes !== 'no_answer');
  }

  /** @param sentAtMs requests that were sent before the last failure tell nothing new */
  fail(sentAtMs: number, reason: string, leastMs = 0, detail = ''): void {
    if (sentAtMs < this.lastFailureMs && this.failures > 0) {
      this.openUntilMs = Math.max(this.openUntilMs, this.scheduler.now() + leastMs);
      return;
    }
    this.failures++;
    this.causes = reason;
    this.said = detail;
    this.isHalfOpen = false;
    this.lastFailureMs = this.scheduler.now();
    this.openUntilMs = this.lastFailureMs + this.backoff.delayMs(this.failures, leastMs);
  }

  probeSucceeded(): void {
    if (this.failures > 0) this.isHalfOpen = true;
  }

  close(): void {
    this.failures = 0;
    this.isHalfOpen = false;
    this.openUntilMs = Number.NEGATIVE_INFINITY;
  }
}
