import { defineLogType, type FieldType, normalizeIso8601, type RawRecord } from '@siem/log-type';

const counts = [
  'docs.count',
  'docs.deleted',
  'indexing.index_time_in_millis',
  'indexing.index_total',
  'indexing.throttle_time_in_millis',
  'merges.total_size_in_bytes',
  'refresh.total_time_in_millis',
  'segments.count',
  'store.size_in_bytes',
];

const fields: Record<string, FieldType> = {
  'opensearch.index.creation.date': 'date',
  'opensearch.index.start_time': 'date',
  'opensearch.index.end_time': 'date',
  'opensearch.index.shards.primaries': 'long',
  'opensearch.index.shards.total': 'long',
  'opensearch.index.total.fielddata.memory_size_in_bytes': 'long',
  'opensearch.index.total.search.query_time_in_millis': 'long',
  'opensearch.index.total.search.query_total': 'long',
  'opensearch.shard.docs.count': 'long',
  'opensearch.shard.number': 'long',
  'opensearch.shard.primary': 'boolean',
  'opensearch.shard.store.size_in_bytes': 'long',
  'metricset.period': 'long',
};
for (const side of ['primaries', 'total'])
  for (const name of counts) fields[`opensearch.index.${side}.${name}`] = 'long';

/** Sizes and counts of the indexes and shards of an OpenSearch domain or collection, exported every hour. */
export default defineLogType({
  name: 'index-metrics',
  title: 'OpenSearch index metrics',
  source: 'https://docs.opensearch.org/latest/api-reference/index-apis/stats/',
  keys: [/\/OpenSearch\/metrics\//],
  exampleKey:
    'AWSLogs/111122223333/OpenSearch/metrics/eu-west-1/2026/01/30/aos_index_metrics_0a1b2c3d4e5f60718293a4b5c6d7e8f9.json.gz',
  content: { json: ['metricset.name', 'opensearch.cluster.id'] },
  index: 'metrics-opensearch-index',
  format: { kind: 'json' },
  fields,
  timestamp: { from: '@key', format: 'iso8601' },
  derive(record: RawRecord) {
    const time: unknown = record['@timestamp'];
    return typeof time === 'string' ? { timestamp: normalizeIso8601(time) } : undefined;
  },
  ecs: {
    'event.kind': { value: 'metric' },
    'event.category': { value: ['database'] },
    'event.type': { value: ['info'] },
  },
});
