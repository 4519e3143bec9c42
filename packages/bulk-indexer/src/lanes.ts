import { Lane } from './lane.ts';
import type { Backoff, Scheduler } from './scheduler.ts';
import type { StuckIndex } from './writer-state.ts';

/** Long enough for the pauses of what comes in now and then. */
const acceptingMs = 30_000;

/** The lanes that exist now; a lane is there as long as something waits in it or a request of it is under way. */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly scheduler: Scheduler;
  private readonly backoff: Backoff;
  private acceptedMs = Number.NEGATIVE_INFINITY;

  constructor(scheduler: Scheduler, backoff: Backoff) {
    this.scheduler = scheduler;
    this.backoff = backoff;
  }

  get isEmpty(): boolean {
    return this.lanes.size === 0;
  }

  get hasOutage(): boolean {
    return !this.isAccepting && [...this.lanes.values()].some((lane) => lane.isOutage);
  }

  /** Some index has taken documents lately: an index that takes none is not the whole cluster. */
  private get isAccepting(): boolean {
    return this.scheduler.now() - this.acceptedMs < acceptingMs;
  }

  accepted(): void {
    this.acceptedMs = this.scheduler.now();
  }

  /** Reason of the first lane that means an outage, else of the first lane. */
  get reason(): string {
    const lanes = [...this.lanes.values()];
    return (lanes.find((lane) => lane.isOutage) ?? lanes[0])?.reason ?? '';
  }

  find(name: string): Lane | undefined {
    return this.lanes.get(name);
  }

  /** The lane of that name; a new one waits before its first request. */
  open(name: string, reason: string, isOutage = false, leastMs = 0): Lane {
    let lane = this.lanes.get(name);
    if (lane === undefined) {
      lane = new Lane(name, reason, isOutage, this.scheduler.now());
      this.lanes.set(name, lane);
      if (leastMs >= 0) this.postpone(lane, leastMs);
    }
    return lane;
  }

  /** After a failure the lane waits longer each time. */
  postpone(lane: Lane, leastMs = 0): void {
    lane.attempts++;
    lane.notBeforeMs = this.scheduler.now() + this.backoff.delayMs(lane.attempts, leastMs);
  }

  /** Something of the lane was taken: it is not stuck, and a later failure is its first. */
  progress(lane: Lane): void {
    lane.attempts = 0;
    lane.sinceMs = this.scheduler.now();
  }

  /** A lane whose turn it is. @param except name of a lane that has to stand back */
  ready(except?: string): Lane | undefined {
    const now = this.scheduler.now();
    for (const lane of this.lanes.values()) {
      if (!lane.isBusy && !lane.isEmpty && lane.notBeforeMs <= now && lane.name !== except) return lane;
    }
    return undefined;
  }

  /** Lanes of indexes that have taken nothing for longer than that while the cluster as a whole works. */
  stuckFor(leastMs: number): Lane[] {
    const now = this.scheduler.now();
    return [...this.lanes.values()].filter(
      ({ name, isOutage, isBusy, attempts, sinceMs }) =>
        name.startsWith('index:') &&
        (!isOutage || this.isAccepting) &&
        !isBusy &&
        attempts > 0 &&
        now - sinceMs > leastMs,
    );
  }

  /** When the next lane will be ready; infinity when none waits. */
  get nextReadyMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const lane of this.lanes.values()) if (!lane.isBusy && !lane.isEmpty) next = Math.min(next, lane.notBeforeMs);
    return next;
  }

  /** Forgets documents that no one waits for, and lanes without any. */
  tidy(): void {
    for (const [name, lane] of this.lanes) {
      lane.dropSettled();
      if (lane.isEmpty && !lane.isBusy) this.lanes.delete(name);
    }
  }

  stuckIndexes(): StuckIndex[] {
    const now = this.scheduler.now();
    return [...this.lanes.values()]
      .filter(({ name }) => name.startsWith('index:'))
      .map(({ name, reason, sinceMs, bytes }) => ({
        index: name.slice('index:'.length),
        reason,
        forMs: now - sinceMs,
        waitingBytes: bytes,
      }));
  }
}
