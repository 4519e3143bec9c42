import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { workFolder } from './world.ts';

const blockBytes = 4096;

/** A file system of its own, of a few bytes. */
export class SmallDisk {
  readonly folder: string;
  private readonly filler: string;
  private readonly sizeBytes: number;

  constructor(name: string, sizeBytes: number) {
    this.folder = join(workFolder, `disk-${name}-${process.pid}`);
    this.filler = join(this.folder, 'filler');
    this.sizeBytes = sizeBytes;
  }

  /** @returns false where the machine does not allow it */
  mount(): boolean {
    mkdirSync(this.folder, { recursive: true });
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${this.sizeBytes}`, 'tmpfs', this.folder]);
    if (status !== 0) rmSync(this.folder, { recursive: true });
    return status === 0;
  }

  /** @param leftBytes that are still free after it */
  fill(leftBytes: number): void {
    const block = Buffer.alloc(blockBytes, 1);
    let written = 0;
    try {
      for (;;) {
        appendFileSync(this.filler, block);
        written += blockBytes;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
    truncateSync(this.filler, Math.max(0, written - leftBytes));
  }

  free(): void {
    rmSync(this.filler, { force: true });
  }

  unmount(): void {
    spawnSync('umount', [this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
