export type Labels = Readonly<Record<string, string>>;

/** Where the indexer's numbers go; implemented by whoever has a metrics library. */
export interface BulkIndexerMetrics {
  /** Adds to a counter. */
  count(name: BulkCounterName, amount: number, labels: Labels): void;
  gauge(name: BulkGaugeName, value: number): void;
  observe(name: BulkHistogramName, value: number): void;
}

export const bulkCounters = {
  siem_bulk_requests_total: { help: 'Bulk requests by outcome', labels: ['outcome'] },
  siem_bulk_documents_total: { help: 'Documents by final state', labels: ['state'] },
  siem_bulk_retried_documents_total: { help: 'Times a document was sent again, by reason', labels: ['reason'] },
  siem_bulk_sent_bytes_total: { help: 'Uncompressed bytes of bulk requests', labels: [] },
  siem_bulk_conflicts_total: { help: 'Documents whose form an index refused, by kind', labels: ['reason'] },
  siem_bulk_redirected_documents_total: { help: 'Documents that went to the sibling of a read-only index', labels: [] },
} as const;

export const bulkGauges = {
  siem_bulk_concurrency_limit: 'Bulk requests that may be in flight now',
  siem_bulk_requests_in_flight: 'Bulk requests in flight',
  siem_bulk_buffered_bytes: 'Bytes of chunks that are not final yet',
  siem_bulk_max_request_bytes: 'Largest bulk request, lowered when OpenSearch answers 413',
  siem_bulk_stuck_indexes: 'Indexes that take no documents at the moment',
  siem_bulk_state: 'Writer: 0 writable, 1 throttled, 2 unavailable',
} as const;

export const bulkHistograms = {
  siem_bulk_request_duration_seconds: 'Time from sending a bulk request to its answer',
  siem_bulk_request_bytes: 'Uncompressed size of bulk requests',
} as const;

export type BulkCounterName = keyof typeof bulkCounters;
export type BulkGaugeName = keyof typeof bulkGauges;
export type BulkHistogramName = keyof typeof bulkHistograms;

export const noMetrics: BulkIndexerMetrics = { count: () => {}, gauge: () => {}, observe: () => {} };
