import { parentPort, workerData } from 'node:worker_threads';
import type { NormalizedChunk, NormalizeTask } from '@siem/normalizer';
import { move } from 'piscina';
import { createNormalizer, type ThreadOptions } from './create-normalizer.ts';

// Piscina hands its own data to the thread in front of ours.
const options = (Array.isArray(workerData) ? workerData[1] : workerData) as ThreadOptions;
const normalizer = await createNormalizer(options, (change) => parentPort?.postMessage(change));

/** Bytes of a chunk in, rendered documents out. Both move between threads without a copy. */
export default async function normalize(task: NormalizeTask): Promise<NormalizedChunk> {
  const chunk = await normalizer.normalize(task);
  return move(new TransferredChunk(chunk) as never) as unknown as NormalizedChunk;
}

/** A thread that answers has started. */
export function ready(): void {}

/** Tells Piscina which buffers to move. */
class TransferredChunk {
  private readonly chunk: NormalizedChunk;

  constructor(chunk: NormalizedChunk) {
    this.chunk = chunk;
  }

  get [Symbol.for('Piscina.transferable')](): ArrayBuffer[] {
    const { body, actionStarts, sourceStarts, contentHashes } = this.chunk;
    return [body, actionStarts, sourceStarts, contentHashes].map((view) => view.buffer as ArrayBuffer);
  }

  get [Symbol.for('Piscina.valueOf')](): NormalizedChunk {
    return this.chunk;
  }
}
