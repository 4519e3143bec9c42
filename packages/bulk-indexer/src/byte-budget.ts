/**
 * Bytes that may be held at once, given out in the order asked for. A claim above the whole budget is granted when
 * nothing else is held, so that no size waits for ever.
 */
export class ByteBudget {
  private readonly totalBytes: number;
  private held = 0;
  private readonly waiting = new Set<{ bytes: number; grant: () => void }>();

  constructor(totalBytes: number) {
    this.totalBytes = totalBytes;
  }

  get heldBytes(): number {
    return this.held;
  }

  get isContended(): boolean {
    return this.waiting.size > 0;
  }

  /** @throws the signal's reason when it is aborted first; nothing is held then */
  async take(bytes: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.waiting.size === 0 && this.fits(bytes)) {
      this.held += bytes;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const abort = () => {
        this.waiting.delete(claim);
        reject(signal?.reason);
        this.grantWaiting();
      };
      const claim = {
        bytes,
        grant: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      this.waiting.add(claim);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  give(bytes: number): void {
    this.held -= bytes;
    this.grantWaiting();
  }

  private fits(bytes: number): boolean {
    return this.held === 0 || this.held + bytes <= this.totalBytes;
  }

  private grantWaiting(): void {
    for (const claim of this.waiting) {
      if (!this.fits(claim.bytes)) return;
      this.waiting.delete(claim);
      this.held += claim.bytes;
      claim.grant();
    }
  }
}
