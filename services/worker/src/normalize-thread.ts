import { workerData } from 'node:worker_threads';
import { createEnrichment, type EnrichmentOptions } from '@siem/enrichment';
import { loadBuiltInLogType } from '@siem/log-types';
import { type NormalizedChunk, Normalizer, type NormalizerOptions, type NormalizeTask } from '@siem/normalizer';
import { move } from 'piscina';

/** What every thread is started with. */
export interface ThreadOptions {
  enrichment: EnrichmentOptions;
  normalizer: NormalizerOptions;
}

// Piscina hands its own data to the thread in front of ours.
const options = (Array.isArray(workerData) ? workerData[1] : workerData) as ThreadOptions;
const normalizer = new Normalizer(loadBuiltInLogType, await createEnrichment(options.enrichment), options.normalizer);

/** Bytes of a chunk in, rendered documents out. Both move between threads without a copy. */
export default async function normalize(task: NormalizeTask): Promise<NormalizedChunk> {
  const chunk = await normalizer.normalize(task);
  return move(new TransferredChunk(chunk) as never) as unknown as NormalizedChunk;
}

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
