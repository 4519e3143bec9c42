export { chunkEnvironment } from './chunk-environment.ts';
export { maxEnvelopes, openEnvelope } from './envelope.ts';
export { freeBytes } from './free-bytes.ts';
export { defaultNaming, IndexNamer, type IndexNaming, type Rotation } from './index-name.ts';
export { type KeyFacts, readKeyFacts } from './key-facts.ts';
export {
  type ChunkRecords,
  CompiledLogType,
  type NormalizedChunk,
  normalizeChunk,
  type RecordFailure,
} from './normalize-chunk.ts';
export { Normalizer, type NormalizerOptions, type NormalizeTask } from './normalizer.ts';
export { numberOccurrences, Occurrences } from './occurrences.ts';
export type { RenderedChunk } from './output.ts';
