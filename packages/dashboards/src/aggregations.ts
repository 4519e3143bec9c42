import type { AggregatedPanel, Bucket, Metric, Panel, TablePanel } from './model.ts';

/** How Dashboards calls the place of an aggregation in a chart. */
export type Schema = 'metric' | 'segment' | 'group' | 'bucket';

export type NumberedMetric = { readonly id: string; readonly metric: Metric };
export type NumberedBucket = { readonly id: string; readonly schema: Schema; readonly bucket: Bucket };

export interface Aggregations {
  readonly metrics: readonly NumberedMetric[];
  /** Outermost first. */
  readonly buckets: readonly NumberedBucket[];
}

export function isAggregated(panel: Panel): panel is AggregatedPanel {
  return !['worldMap', 'markdown', 'controls', 'search'].includes(panel.kind);
}

/** The panel's aggregations with the ids that saved object, query and answer share. */
export function aggregationsOf(panel: AggregatedPanel): Aggregations {
  const metrics = panel.metrics.map((metric, i) => ({ id: String(i + 1), metric }));
  const buckets = bucketsOf(panel).map(([schema, bucket], i) => ({
    id: String(panel.metrics.length + i + 1),
    schema,
    bucket,
  }));
  return { metrics, buckets };
}

function bucketsOf(panel: AggregatedPanel): (readonly [Schema, Bucket])[] {
  switch (panel.kind) {
    case 'metric':
      return panel.groups.map((bucket) => ['group', bucket]);
    case 'pie':
      return panel.slices.map((bucket) => ['segment', bucket]);
    case 'table':
      return panel.rows.map((bucket) => ['bucket', bucket]);
    case 'bar':
    case 'line':
    case 'area': {
      const series = panel.series.map((bucket) => ['group', bucket] as const);
      // Series first over time: the largest of the whole period, not another choice in every interval.
      return panel.x.kind === 'date_histogram' ? [...series, ['segment', panel.x]] : [['segment', panel.x], ...series];
    }
    case 'tagcloud':
      return [['segment', panel.tags]];
    case 'heatmap':
      return [
        ['segment', panel.x],
        ['group', panel.y],
      ];
    case 'regionMap':
      return [['segment', panel.countries]];
    case 'coordinateMap':
      return [['segment', panel.places]];
  }
}

/** Id of the metric that buckets of these metrics are ordered by, or undefined where none can. */
export function orderingMetric(metrics: readonly NumberedMetric[]): NumberedMetric | undefined {
  return metrics.find(({ metric }) => ['count', 'sum', 'avg', 'min', 'max', 'cardinality'].includes(metric.kind));
}

/** What people read over a column or beside a number. */
export function metricLabel(metric: Metric): string {
  if (metric.label !== undefined) return metric.label;
  switch (metric.kind) {
    case 'count':
      return 'Count';
    case 'cardinality':
      return `Unique ${metric.field}`;
    case 'top_hits':
      return `${metric.sortOrder === 'asc' ? 'Earliest' : 'Latest'} ${metric.field}`;
    case 'sum':
      return `Sum of ${metric.field}`;
    case 'avg':
      return `Average ${metric.field}`;
    case 'min':
      return `Lowest ${metric.field}`;
    case 'max':
      return `Highest ${metric.field}`;
    case 'percentiles':
      return metric.field;
    default:
      return metric.kind;
  }
}

export function bucketLabel(bucket: Bucket): string {
  return bucket.label ?? (bucket.kind === 'filters' ? 'Group' : bucket.field);
}

/**
 * Number of the column that a table with `lowestFirst` is sorted by, row heads counted.
 * @throws Error when no metric has that label
 */
export function sortedColumn({ title, rows, metrics, lowestFirst }: TablePanel): number {
  const at = metrics.findIndex((metric) => metricLabel(metric) === lowestFirst);
  // Percentiles are several columns.
  if (at < 0 || metrics.slice(0, at).some(({ kind }) => kind === 'percentiles')) {
    throw new Error(`'${title}' is sorted by '${lowestFirst}'; its columns are ${metrics.map(metricLabel).join(', ')}`);
  }
  return rows.length + at;
}
