/** A fixed number of slots, given to those who wait in the order in which they came. */
export class Slots {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(count: number) {
    this.free = count;
  }

  async take(): Promise<void> {
    if (this.free > 0) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  give(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free++;
    else next();
  }
}

/** The slots that one object holds; a failure on the way leaves none behind. */
export class HeldSlots {
  private held = 0;
  private readonly slots: Slots;

  constructor(slots: Slots) {
    this.slots = slots;
  }

  async take(): Promise<void> {
    await this.slots.take();
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
