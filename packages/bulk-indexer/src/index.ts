export { BulkIndexer } from './bulk-indexer.ts';
export type { ConflictCount, ConflictReason } from './conflict.ts';
export { BulkIndexerClosedError, BulkIndexerOptionError, IndexStuckError, MalformedChunkError } from './errors.ts';
export { type BulkIndexerMetrics, bulkCounters, bulkGauges, bulkHistograms, noMetrics } from './metrics.ts';
export type { BulkIndexerOptions } from './options.ts';
export type { ChunkOutcome, RejectedDocument, RenderedChunk } from './rendered-chunk.ts';
export type { StateChange, StuckIndex, WriterState } from './writer-state.ts';
