import type { CountMetric, Dashboard, FieldMetric } from '../model.ts';
import {
  bar,
  filters,
  latest,
  line,
  markdown,
  maximum,
  metric,
  ofBuckets,
  overTime,
  row,
  sum,
  table,
  terms,
  unique,
} from '../panels.ts';
import { indexMetrics } from '../patterns.ts';

/** Every index and shard is measured once an hour, so numbers of the domain are sums of an hour. */
const hours = overTime('h');
const perHour = (kind: 'max_bucket' | 'min_bucket' | 'avg_bucket', value: CountMetric | FieldMetric, label: string) =>
  ofBuckets(kind, hours, value, label);

const indexes = unique('opensearch.index.name', 'Indexes');
const size = sum('opensearch.index.total.store.size_in_bytes', 'Bytes');
const shards = sum('opensearch.index.shards.total', 'Shards');
const tiers = filters({
  Hot: 'opensearch.index.storage_tier:hot',
  UltraWarm: 'opensearch.index.storage_tier:(ultrawarm OR warm)',
  Cold: 'opensearch.index.storage_tier:cold',
});
const isIndex = { query: 'metricset.name:index' };
const isShard = { query: 'metricset.name:shard' };
const node = terms('opensearch.shard.source_node.uuid', 50, 'Node');
const shardsOfNode = perHour('max_bucket', { kind: 'count' }, 'Shards');

export const openSearchMetricsDashboard: Dashboard = {
  name: 'opensearch-metrics',
  title: 'OpenSearch metrics',
  description: 'Sizes and counts of the indexes and shards of the domain, measured every hour.',
  pattern: indexMetrics,
  timeFrom: 'now-7d',
  controls: [
    { field: 'opensearch.index.index_status', label: 'Index status' },
    { field: 'opensearch.index.storage_tier', label: 'Storage tier' },
    { field: 'opensearch.index.name', label: 'Index' },
    { field: 'opensearch.index.status', label: 'Health' },
  ],
  searches: [
    {
      title: 'Measurements',
      columns: [
        'metricset.name',
        'opensearch.index.name',
        'opensearch.index.storage_tier',
        'opensearch.index.total.docs.count',
        'opensearch.index.total.store.size_in_bytes',
      ],
    },
  ],
  rows: [
    row(
      5,
      markdown(
        'CloudWatch',
        'CPU, memory pressure and free storage are in CloudWatch: namespace **AWS/ES** (domains) or **AWS/AOSS** (serverless collections).',
      ),
    ),
    row(
      7,
      metric('Nodes', unique('opensearch.shard.source_node.uuid', 'Nodes'), {
        groups: [
          filters({
            Hot: 'NOT opensearch.index.storage_tier:(ultrawarm OR warm)',
            UltraWarm: 'opensearch.index.storage_tier:(ultrawarm OR warm)',
          }),
        ],
      }),
      metric('Stored bytes', perHour('avg_bucket', size, 'Bytes, average hour'), { groups: [tiers], ...isIndex }),
      metric('Documents', perHour('max_bucket', sum('opensearch.index.total.docs.count'), 'Documents'), isIndex),
    ),
    row(
      7,
      metric('Indexes', perHour('max_bucket', indexes, 'Indexes')),
      metric('Indexes by storage tier', perHour('max_bucket', indexes, 'Indexes'), { groups: [tiers] }),
      metric('Shards', perHour('min_bucket', shards, 'Shards'), isIndex),
      metric('Shards by storage tier', perHour('max_bucket', shards, 'Shards'), { groups: [tiers], ...isIndex }),
    ),
    row(
      12,
      line(
        'Stored bytes by storage tier',
        terms('opensearch.index.storage_tier', 5, 'Tier'),
        perHour('avg_bucket', size, 'Bytes'),
        { ...isIndex, x: hours },
      ),
      line(
        'Measurements',
        terms('metricset.name', 5, 'Set'),
        perHour('max_bucket', { kind: 'count' }, 'Measurements'),
        { x: hours },
      ),
    ),
    row(
      12,
      table(
        'Oldest indexes on data nodes',
        terms('opensearch.index.name', 1000, 'Index', 'key'),
        [
          latest('opensearch.index.creation.date', 'Created'),
          perHour('max_bucket', maximum('opensearch.index.total.docs.count'), 'Documents'),
          perHour('max_bucket', maximum('opensearch.index.total.store.size_in_bytes'), 'Bytes'),
        ],
        { query: 'metricset.name:index AND NOT opensearch.index.storage_tier:(ultrawarm OR warm OR cold)' },
      ),
    ),
    row(
      12,
      bar('Shards per hot node', node, [], shardsOfNode, {
        horizontal: true,
        query: 'metricset.name:shard AND NOT opensearch.index.storage_tier:(ultrawarm OR warm)',
      }),
      bar('Shards per UltraWarm node', node, [], shardsOfNode, {
        horizontal: true,
        query: 'metricset.name:shard AND opensearch.index.storage_tier:(ultrawarm OR warm)',
      }),
      bar(
        'Largest shards',
        terms('opensearch.index.name', 10, 'Index'),
        [],
        maximum('opensearch.shard.store.size_in_bytes', 'Bytes'),
        { horizontal: true, ...isShard },
      ),
    ),
    row(
      12,
      table(
        'Indexes by size of their shards',
        [terms('@timestamp', 1, 'Measured', 'key-descending'), terms('opensearch.index.name', 1000, 'Index', 'key')],
        [
          perHour('avg_bucket', maximum('opensearch.index.primaries.store.size_in_bytes'), 'Primary bytes'),
          perHour('avg_bucket', maximum('opensearch.index.shards.primaries'), 'Primary shards'),
          perHour('avg_bucket', maximum('opensearch.index.total.docs.count'), 'Documents'),
        ],
        isIndex,
      ),
    ),
  ],
};
