interface Waiting {
  attained: number;
  resolve(): void;
}

/**
 * A fixed number of slots. Free ones go in turn to who waits longest and to who has had least so far: small objects
 * pass huge ones, and huge ones do not starve behind a stream of small ones.
 */
export class Slots {
  private free: number;
  private isLeastsTurn = true;
  private readonly waiting: Waiting[] = [];

  constructor(count: number) {
    this.free = count;
  }

  /**
   * @param attained slots the asker has had before
   * @throws the signal's reason when it is aborted first; nothing is taken then
   */
  async take(attained = 0, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.free > 0) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const abort = () => {
        this.waiting.splice(this.waiting.indexOf(asked), 1);
        reject(signal?.reason);
      };
      const asked = {
        attained,
        resolve: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      this.waiting.push(asked);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  give(): void {
    const position = this.isLeastsTurn ? this.leastPosition() : 0;
    this.isLeastsTurn = !this.isLeastsTurn;
    const [next] = this.waiting.splice(position, 1);
    if (next === undefined) this.free++;
    else next.resolve();
  }

  private leastPosition(): number {
    let least = 0;
    for (let i = 1; i < this.waiting.length; i++)
      if (this.waiting[i]!.attained < this.waiting[least]!.attained) least = i;
    return least;
  }
}

/** The slots that one object holds; a failure on the way leaves none behind. */
export class HeldSlots {
  private held = 0;
  private attained = 0;
  private readonly failed = new AbortController();
  private readonly slots: Slots;

  constructor(slots: Slots) {
    this.slots = slots;
  }

  /** @throws what the object failed with */
  async take(): Promise<void> {
    await this.slots.take(this.attained++, this.failed.signal);
    this.held++;
  }

  give(): void {
    this.held--;
    this.slots.give();
  }

  giveAll(): void {
    while (this.held > 0) this.give();
  }

  /**
   * What of a failed object still waits for a slot waits no more: those who hold them all may be waiting for it to end,
   * and to give theirs back after that.
   */
  async orFail<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.failed.abort(error);
      throw error;
    }
  }
}
