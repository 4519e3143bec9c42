/** The indexer was closed before these documents were final; their message must come again. */
export class BulkIndexerClosedError extends Error {
  readonly code = 'SIEM_BULK_INDEXER_CLOSED';

  constructor() {
    super('The bulk indexer was closed before every document of the chunk was final');
    this.name = 'BulkIndexerClosedError';
  }
}

/** The index takes nothing for so long that its documents go back to the queue, to make room for others. */
export class IndexStuckError extends Error {
  readonly code = 'SIEM_INDEX_STUCK';
  readonly index: string;
  readonly reason: string;

  constructor(index: string, reason: string, forMs: number) {
    super(
      `Index '${index}' has taken no documents for ${Math.round(forMs / 1000)} s (${reason}); it is tried again later`,
    );
    this.name = 'IndexStuckError';
    this.index = index;
    this.reason = reason;
  }
}

/** A chunk whose offsets do not fit its bytes: a fault of whoever rendered it, never of OpenSearch. */
export class MalformedChunkError extends Error {
  readonly code = 'SIEM_MALFORMED_CHUNK';

  constructor(found: string) {
    super(`Rendered chunk is malformed: ${found}`);
    this.name = 'MalformedChunkError';
  }
}

/** An option outside its range; thrown when the indexer is made. */
export class BulkIndexerOptionError extends Error {
  readonly code = 'SIEM_BULK_INDEXER_OPTION';

  constructor(name: string, found: unknown, allowed: string) {
    super(`${name} is ${String(found)}; it must be ${allowed}`);
    this.name = 'BulkIndexerOptionError';
  }
}
