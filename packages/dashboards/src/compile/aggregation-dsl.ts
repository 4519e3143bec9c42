import type { Bucket, FiltersBucket, Metric } from '../model.ts';
import type { TimeRange } from './time-range.ts';
import { dateInterval } from './time-range.ts';

export type Dsl = Readonly<Record<string, unknown>>;

/** Whether a field's values stand in columns; text has none and is read from the source. */
export type HasDocValues = (field: string) => boolean;

/** The metric as OpenSearch takes it; counts need none, siblings are in panel-dsl.ts. */
export function metricAggregation(metric: Metric, hasDocValues: HasDocValues = () => true): Dsl {
  switch (metric.kind) {
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'cardinality':
      return { [metric.kind]: { field: metric.field } };
    case 'percentiles':
      return { percentiles: { field: metric.field, percents: [...metric.percents], keyed: false } };
    case 'top_hits':
      return {
        top_hits: {
          ...(hasDocValues(metric.field) && { docvalue_fields: [{ field: metric.field }] }),
          _source: metric.field,
          size: 1,
          sort: [{ [metric.sortField]: { order: metric.sortOrder } }],
        },
      };
    default:
      throw new Error(`'${metric.kind}' is no aggregation inside a bucket`);
  }
}

export function queryString(query: string): Dsl {
  return { query_string: { query, analyze_wildcard: true } };
}

export function filtersAggregation({ filters }: FiltersBucket): Dsl {
  const byLabel = Object.entries(filters).map(([label, query]) => [label, queryString(query === '' ? '*' : query)]);
  return { filters: { filters: Object.fromEntries(byLabel) } };
}

/** @param order of a terms aggregation: `_count`, `_key` or the id of a metric beside it */
export function bucketAggregation(bucket: Bucket, order: string, range: TimeRange): Dsl {
  switch (bucket.kind) {
    case 'terms': {
      const isAscending = bucket.order === undefined ? order === '_key' : bucket.order !== 'key-descending';
      const direction = isAscending ? 'asc' : 'desc';
      const include = bucket.include === undefined ? {} : { include: bucket.include };
      return { terms: { field: bucket.field, size: bucket.size, order: { [order]: direction }, ...include } };
    }
    case 'date_histogram':
      return {
        date_histogram: {
          field: bucket.field,
          ...dateInterval(bucket.interval, range),
          time_zone: 'UTC',
          min_doc_count: 1,
        },
      };
    case 'filters':
      return filtersAggregation(bucket);
    case 'geohash_grid':
      return { geohash_grid: { field: bucket.field, precision: bucket.precision } };
  }
}
