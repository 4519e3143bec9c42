import { aggregationsOf, metricLabel, type NumberedBucket, type NumberedMetric } from '../aggregations.ts';
import type { AggregatedPanel, FiltersBucket } from '../model.ts';

type Aggregation = Readonly<Record<string, unknown>>;

/** One leaf of nested buckets: the keys on the way to it, and its numbers. */
export interface Row {
  readonly keys: readonly string[];
  /** In the order of `metricColumns`. */
  readonly values: readonly (number | string | undefined)[];
}

/** Heads of the numbers; percentiles have one each. */
export function metricColumns(panel: AggregatedPanel): string[] {
  return aggregationsOf(panel).metrics.flatMap(({ metric }) =>
    metric.kind === 'percentiles'
      ? metric.percents.map((percent) => `${percent}th percentile of ${metricLabel(metric)}`)
      : [metricLabel(metric)],
  );
}

/** The answer to an aggregated panel as rows, in the order that OpenSearch gives. */
export function rowsOf(panel: AggregatedPanel, answer: Aggregation, total: number): Row[] {
  const { metrics, buckets } = aggregationsOf(panel);
  return leaves({ ...answer, doc_count: total }, buckets, metrics, []);
}

function leaves(
  node: Aggregation,
  [bucket, ...inner]: readonly NumberedBucket[],
  metrics: readonly NumberedMetric[],
  keys: readonly string[],
): Row[] {
  if (bucket === undefined) return [{ keys, values: metrics.flatMap((metric) => valuesOf(node, metric)) }];
  const { buckets = [] } = (node[bucket.id] ?? {}) as { buckets?: Aggregation[] | Record<string, Aggregation> };
  const entries: readonly (readonly [string, Aggregation])[] = Array.isArray(buckets)
    ? buckets.map((child) => [String(child['key_as_string'] ?? child['key']), child] as const)
    : labelled(bucket.bucket as FiltersBucket, buckets);
  return entries.flatMap(([key, child]) => leaves(child, inner, metrics, [...keys, key]));
}

/** In the order of the definition. */
function labelled(
  { filters }: FiltersBucket,
  buckets: Readonly<Record<string, Aggregation>>,
): (readonly [string, Aggregation])[] {
  return Object.keys(filters).flatMap((label) =>
    buckets[label] === undefined ? [] : [[label, buckets[label]] as const],
  );
}

function valuesOf(node: Aggregation, { id, metric }: NumberedMetric): (number | string | undefined)[] {
  if (metric.kind === 'count') return [node['doc_count'] as number];
  const found = (node[id] ?? {}) as { value?: number | null; values?: { value: number | null }[]; hits?: TopHits };
  if (metric.kind === 'percentiles') return (found.values ?? []).map(({ value }) => value ?? undefined);
  if (metric.kind === 'top_hits') return [topHit(found.hits, metric.field)];
  return [found.value ?? undefined];
}

interface TopHits {
  readonly hits: readonly { readonly _source?: Record<string, unknown> }[];
}

function topHit(hits: TopHits | undefined, field: string): string | undefined {
  const value = fieldValue(hits?.hits[0]?._source, field);
  return value === undefined ? undefined : String(value);
}

/** The value at a dotted path; lists become text. */
export function fieldValue(source: unknown, path: string): string | number | undefined {
  let value = source;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    const object = Array.isArray(value) ? (value[0] as Record<string, unknown>) : (value as Record<string, unknown>);
    value = object?.[step];
  }
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
