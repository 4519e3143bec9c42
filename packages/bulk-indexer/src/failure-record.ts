/** What one request tells fades by this with each later one. */
const fading = 0.97;
const mostFailures = 100;
/** As unlikely as this has a series of failures to be before it is nobody's bad luck. */
const beyondChance = 1e-9;

/**
 * How often something fails at the moment, whatever is in it. A document is given up for failures of its own only:
 * while much fails, more of them are needed.
 */
export class FailureRecord {
  private readonly least: number;
  private good = 1;
  private bad = 0;

  /** @param least failures in a row that are asked for when nothing else fails */
  constructor(least: number) {
    this.least = least;
  }

  note(good: number, bad: number): void {
    this.good = this.good * fading + good;
    this.bad = this.bad * fading + bad;
  }

  /** Failures in a row that tell something about what was sent. */
  get failuresBeyondChance(): number {
    const share = this.bad / (this.good + this.bad);
    if (share === 0) return this.least;
    const failures = Math.ceil(Math.log(beyondChance) / Math.log(share));
    return Math.min(mostFailures, Math.max(this.least, failures));
  }
}
