import { type Cluster, type IndexState, type IndexStatistics, numberOf, type ShardRow } from './cluster.ts';

type Json = Record<string, unknown>;

/** What is taken of an index' statistics, for its primaries and for all its shards. */
const ofBoth = {
  docs: ['count', 'deleted'],
  indexing: ['index_time_in_millis', 'index_total', 'throttle_time_in_millis'],
  merges: ['total_size_in_bytes'],
  refresh: ['total_time_in_millis'],
  segments: ['count'],
  store: ['size_in_bytes'],
};
const ofAll = {
  ...ofBoth,
  fielddata: ['memory_size_in_bytes'],
  search: ['query_time_in_millis', 'query_total'],
  segments: [
    'count',
    'doc_values_memory_in_bytes',
    'fixed_bit_set_memory_in_bytes',
    'index_writer_memory_in_bytes',
    'memory_in_bytes',
    'norms_memory_in_bytes',
    'points_memory_in_bytes',
    'stored_fields_memory_in_bytes',
    'term_vectors_memory_in_bytes',
    'terms_memory_in_bytes',
    'version_map_memory_in_bytes',
  ],
};

export interface MeasureOptions {
  readonly periodHours: number;
  readonly now: Date;
}

/**
 * One record for each index and each shard, in the form that log type `index-metrics` reads and that existing
 * installations have in their indexes.
 */
export async function measure(cluster: Cluster, { periodHours, now }: MeasureOptions): Promise<Json[]> {
  const [identity, indexes] = [await cluster.identity(), await cluster.indexes()];
  // Collections have neither to show.
  const statistics = cluster.isServerless ? new Map<string, IndexStatistics>() : await cluster.statistics();
  const shards = cluster.isServerless ? [] : await cluster.shards();
  const record = (name: 'index' | 'shard', content: Json): Json => ({
    '@timestamp': now.toISOString(),
    opensearch: { cluster: identity, ...content },
    event: { dataset: `opensearch.${name}` },
    metricset: { name, period: periodHours * 3_600_000 },
  });
  return [
    ...[...indexes.values()].map((state) => record('index', { index: ofIndex(state, statistics.get(state.name)) })),
    ...shards.map((row) => record('shard', ofShard(row, indexes.get(row.index)))),
  ];
}

function ofIndex(state: IndexState, statistics: IndexStatistics | undefined): Json {
  const { primaries, replicas, cold, tier } = state;
  const counted = part(statistics?.['primaries'], ofBoth) ?? (state.docs === undefined ? {} : { docs: state.docs });
  const total = part(statistics?.['total'], ofAll) ?? {};
  // Warm shards have one copy and no replicas; their totals are counted wrong.
  const corrected = tier === 'warm' ? { ...total, docs: counted['docs'], store: counted['store'] } : total;
  return {
    name: state.name,
    uuid: state.uuid,
    status: state.health,
    index_status: state.status,
    storage_tier: tier,
    creation: { date: state.createdAt },
    start_time: cold?.start,
    end_time: cold?.end,
    shards: { primaries, total: primaries === undefined ? undefined : primaries * ((replicas ?? 0) + 1) },
    primaries: counted,
    total: cold === undefined ? corrected : { store: { size_in_bytes: cold.size } },
  };
}

function ofShard(row: ShardRow, state: IndexState | undefined): Json {
  return {
    index: { name: row.index, status: state?.health, index_status: state?.status, storage_tier: state?.tier },
    node: { id: row.id ?? undefined },
    shard: {
      number: numberOf(row.shard),
      primary: row.prirep === 'p',
      state: row.state,
      docs: { count: numberOf(row.docs) },
      store: { size_in_bytes: numberOf(row.store) },
      source_node: { name: row.node ?? undefined, uuid: row.id ?? undefined },
    },
  };
}

/** The named members of each section; undefined where there are no statistics at all. */
function part(statistics: unknown, wanted: Readonly<Record<string, readonly string[]>>): Json | undefined {
  if (typeof statistics !== 'object' || statistics === null) return undefined;
  const found: Json = {};
  for (const [section, names] of Object.entries(wanted)) {
    const values = (statistics as Record<string, Json | undefined>)[section];
    if (values !== undefined) found[section] = Object.fromEntries(names.map((name) => [name, values[name]]));
  }
  return found;
}
