import { fileURLToPath } from 'node:url';
import type { NormalizedChunk, NormalizeTask } from '@siem/normalizer';
import { Piscina } from 'piscina';
import type { ThreadOptions } from './normalize-thread.ts';

/** Threads that normalise chunks. */
export class NormalizePool {
  private readonly piscina: Piscina<NormalizeTask, NormalizedChunk>;

  constructor(threads: number, threadMemoryMib: number, options: ThreadOptions) {
    this.piscina = new Piscina({
      filename: fileURLToPath(new URL('./normalize-thread.ts', import.meta.url)),
      minThreads: threads,
      maxThreads: threads,
      workerData: options,
      resourceLimits: { maxOldGenerationSizeMb: threadMemoryMib },
    });
  }

  /** The task's bytes move to the thread: the caller cannot read them any more. */
  run(task: NormalizeTask): Promise<NormalizedChunk> {
    const transferList = [task.bytes.buffer as ArrayBuffer];
    if (task.ranges !== undefined) transferList.push(task.ranges.buffer as ArrayBuffer);
    return this.piscina.run(task, { transferList: transferList as never });
  }

  async close(): Promise<void> {
    await this.piscina.destroy();
  }
}
