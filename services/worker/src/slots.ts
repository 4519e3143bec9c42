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

  /** @param attained slots the asker has had before */
  async take(attained = 0): Promise<void> {
    if (this.free > 0) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve) => this.waiting.push({ attained, resolve }));
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
  private readonly slots: Slots;

  constructor(slots: Slots) {
    this.slots = slots;
  }

  async take(): Promise<void> {
    await this.slots.take(this.attained++);
    this.held++;
  }

  give(): void {
    this.held--;
    this.slots.give();
  }

  giveAll(): void {
    while (this.held > 0) this.give();
  }
}
