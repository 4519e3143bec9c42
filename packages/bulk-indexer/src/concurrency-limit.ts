export interface ConcurrencyLimitOptions {
  /** @defaultvalue `8` */
  readonly max: number;
  /** @defaultvalue `2`, which saturates a small cluster already */
  readonly initial: number;
}

/** Requests between two looks at how fast the cluster answers with fewer requests in flight. */
const requestsPerFloor = 64;
/** Below this the latency says more about the connection than about the cluster's load. */
const leastSampleBytes = 64 * 1024;
/** Stands for the part of a request's latency that does not grow with its size. */
const fixedCostBytes = 256 * 1024;
/** Requests that wait in the cluster: fewer than the first, one more is sent; more than the second, one fewer. */
const queueToGrow = 1;
const queueToShrink = 2;
const shrinkWhenThrottled = 0.7;

/**
 * How many bulk requests may be in flight: grows by one while the cluster answers as fast as with fewer, shrinks by
 * one when requests begin to queue inside it (TCP Vegas), and by a third when it says that it has too many (429).
 * The latency of an idle cluster changes with time, so the limit is halved for a moment now and then to measure it.
 */
export class ConcurrencyLimit {
  private readonly max: number;
  private limit: number;
  private floorCost = Number.POSITIVE_INFINITY;
  private nextFloorCost = Number.POSITIVE_INFINITY;
  private requestsInFloor = 0;
  private windowCost = 0;
  private windowRequests = 0;
  private windowWasFull = false;
  private limitBeforeProbe: number | undefined;
  private lastShrinkMs = Number.NEGATIVE_INFINITY;

  constructor({ max, initial }: ConcurrencyLimitOptions) {
    this.max = max;
    this.limit = Math.min(initial, max);
  }

  get current(): number {
    return this.limit;
  }

  /** @param inFlight requests in flight when this one was sent, itself included */
  onSuccess(latencyMs: number, bytes: number, inFlight: number): void {
    if (inFlight >= this.limit) this.windowWasFull = true;
    if (bytes < leastSampleBytes) return;
    const cost = latencyMs / (bytes + fixedCostBytes);
    this.floorCost = Math.min(this.floorCost, cost);
    this.nextFloorCost = Math.min(this.nextFloorCost, cost);
    this.windowCost += cost;
    this.windowRequests++;
    this.requestsInFloor++;
    if (this.windowRequests >= this.limit) this.closeWindow();
  }

  /** Several answers to requests that were in flight together count as one sign. */
  onThrottled(sentAtMs: number, nowMs: number): void {
    if (sentAtMs <= this.lastShrinkMs) return;
    this.lastShrinkMs = nowMs;
    this.limitBeforeProbe = undefined;
    this.limit = Math.max(1, Math.floor(this.limit * shrinkWhenThrottled));
    this.startWindow();
  }

  private closeWindow(): void {
    const meanCost = this.windowCost / this.windowRequests;
    const wasFull = this.windowWasFull;
    this.startWindow();
    if (this.limitBeforeProbe !== undefined) {
      this.limit = this.limitBeforeProbe;
      this.limitBeforeProbe = undefined;
      return;
    }
    if (this.requestsInFloor >= requestsPerFloor) {
      this.floorCost = this.nextFloorCost;
      this.nextFloorCost = Number.POSITIVE_INFINITY;
      this.requestsInFloor = 0;
      if (this.limit > 1) {
        this.limitBeforeProbe = this.limit;
        this.limit = Math.ceil(this.limit / 2);
      }
      return;
    }
    const queued = this.limit * (1 - this.floorCost / meanCost);
    if (queued > queueToShrink) this.limit = Math.max(1, this.limit - 1);
    else if (queued < queueToGrow && wasFull) this.limit = Math.min(this.max, this.limit + 1);
  }

  private startWindow(): void {
    this.windowCost = 0;
    this.windowRequests = 0;
    this.windowWasFull = false;
  }
}
