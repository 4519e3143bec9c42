/** Final states of an object's records. `read = indexed + duplicate + excluded + deadLettered` when all are known. */
export class Ledger {
  read = 0;
  indexed = 0;
  duplicate = 0;
  deadLettered = 0;
  /** Of the indexed: kept in safe form, because the index refused a field. */
  safeForm = 0;
  readonly excludedByRule: Record<string, number> = {};
  /** Of the documents: those that rules on trial would leave out. */
  readonly countedByRule: Record<string, number> = {};
  /** Times of the documents, canonical text in UTC. */
  firstEvent: string | undefined;
  lastEvent: string | undefined;
  /** Uncompressed bytes that the records came from. */
  bytes = 0;

  get excluded(): number {
    return Object.values(this.excludedByRule).reduce((sum, count) => sum + count, 0);
  }

  get balances(): boolean {
    return this.read === this.indexed + this.duplicate + this.excluded + this.deadLettered;
  }

  exclude(counts: Readonly<Record<string, number>>): void {
    for (const [rule, count] of Object.entries(counts)) {
      this.excludedByRule[rule] = (this.excludedByRule[rule] ?? 0) + count;
    }
  }

  /** Documents that detection rules recognised, by rule. */
  readonly detectedByRule: Record<string, number> = {};

  detect(counts: Readonly<Record<string, number>>): void {
    for (const [rule, count] of Object.entries(counts)) {
      this.detectedByRule[rule] = (this.detectedByRule[rule] ?? 0) + count;
    }
  }

  count(counts: Readonly<Record<string, number>>): void {
    for (const [rule, count] of Object.entries(counts)) {
      this.countedByRule[rule] = (this.countedByRule[rule] ?? 0) + count;
    }
  }

  cover(firstEvent: string | undefined, lastEvent: string | undefined): void {
    if (firstEvent === undefined || lastEvent === undefined) return;
    if (this.firstEvent === undefined || firstEvent < this.firstEvent) this.firstEvent = firstEvent;
    if (this.lastEvent === undefined || lastEvent > this.lastEvent) this.lastEvent = lastEvent;
  }

  toJSON(): Record<string, unknown> {
    const { read, indexed, duplicate, excluded, deadLettered, safeForm, bytes, balances } = this;
    return {
      read,
      indexed,
      duplicate,
      excluded,
      dead_lettered: deadLettered,
      safe_form: safeForm,
      excluded_by_rule: this.excludedByRule,
      ...(Object.keys(this.countedByRule).length > 0 && { counted_by_rule: this.countedByRule }),
      bytes,
      balances,
    };
  }
}
