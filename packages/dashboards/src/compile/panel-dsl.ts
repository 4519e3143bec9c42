import { aggregationsOf, type NumberedBucket, type NumberedMetric, orderingMetric } from '../aggregations.ts';
import { type FieldTypes, isAggregatable, type TemplateFields } from '../fields.ts';
import type { AggregatedPanel, Dashboard, IndexPattern, Panel, SiblingMetric } from '../model.ts';
import { worldMapSpec } from '../world/world-map-spec.ts';
import { bucketAggregation, type Dsl, type HasDocValues, metricAggregation, queryString } from './aggregation-dsl.ts';
import type { TimeRange } from './time-range.ts';

/** One request that Dashboards would send for a panel. */
export interface PanelSearch {
  /** Tells the requests of one panel apart: `panel`, or a data source of Vega, or a control's field. */
  readonly name: string;
  readonly index: string;
  readonly body: Dsl;
}

/** Both must hold; either may be empty. */
export function combineQueries(...queries: readonly (string | undefined)[]): string {
  const given = queries.filter((query): query is string => query !== undefined && query !== '');
  return given.length < 2 ? (given[0] ?? '') : given.map((query) => `(${query})`).join(' AND ');
}

/** The documents a panel is about. */
export function panelQuery(dashboard: Dashboard, panel: Panel): string {
  const own = panel.kind === 'search' ? panel.search.query : panel.query;
  // A panel of other indexes is not limited by what the dashboard says of its own.
  return panelPattern(dashboard, panel) === dashboard.pattern ? combineQueries(dashboard.query, own) : (own ?? '');
}

export function panelPattern(dashboard: Dashboard, panel: Panel): IndexPattern {
  return (panel.kind === 'search' ? panel.search.pattern : panel.pattern) ?? dashboard.pattern;
}

export interface CompileContext {
  readonly range: TimeRange;
  readonly fields: TemplateFields;
}

/** The requests behind a panel, as Dashboards sends them for a time range; none for text. */
export function compilePanel(dashboard: Dashboard, panel: Panel, { range, fields }: CompileContext): PanelSearch[] {
  const pattern = panelPattern(dashboard, panel);
  const query = panelQuery(dashboard, panel);
  const { title: index } = pattern;
  const where = { query: boolQuery(pattern, query, range) };
  switch (panel.kind) {
    case 'markdown':
      return [];
    case 'controls':
      return panel.controls.map(({ field }) => ({
        name: field,
        index,
        body: { size: 0, ...where, aggs: { termsAgg: { terms: { field, size: 50, order: { _count: 'desc' } } } } },
      }));
    case 'search':
      return [
        {
          name: 'panel',
          index,
          body: { size: 50, ...where, sort: [{ [pattern.timeField]: { order: 'desc', unmapped_type: 'boolean' } }] },
        },
      ];
    case 'worldMap':
      return worldMapSpec(panel, pattern, query).data.flatMap(({ name, url }) =>
        url === undefined ? [] : [{ name, index, body: { size: 0, ...where, aggs: url.body['aggs'] } }],
      );
    default:
      return [
        {
          name: 'panel',
          index,
          body: { size: 0, ...where, aggs: aggregations(panel, fields.ofPattern(pattern), range) },
        },
      ];
  }
}

function boolQuery({ timeField }: IndexPattern, query: string, { fromMs, toMs }: TimeRange): Dsl {
  const time = {
    range: {
      [timeField]: {
        gte: new Date(fromMs).toISOString(),
        lte: new Date(toMs).toISOString(),
        format: 'strict_date_optional_time',
      },
    },
  };
  return { bool: { must: query === '' ? [] : [queryString(query)], filter: [time], should: [], must_not: [] } };
}

function aggregations(panel: AggregatedPanel, types: FieldTypes, range: TimeRange): Dsl {
  const { metrics, buckets } = aggregationsOf(panel);
  const context: Nesting = { range, hasDocValues: (field) => isAggregatable(types.get(field) ?? 'keyword') };
  // Slices show their share on every ring, so every level has its numbers.
  return nest(buckets, metrics, panel.kind === 'pie', context);
}

interface Nesting {
  readonly range: TimeRange;
  readonly hasDocValues: HasDocValues;
}

function nest(
  [bucket, ...inner]: readonly NumberedBucket[],
  metrics: readonly NumberedMetric[],
  everyLevel: boolean,
  context: Nesting,
): Dsl {
  if (bucket === undefined) return metricAggregations(metrics, context);
  const ordering = orderingMetric(metrics);
  const order = termsOrder(bucket, ordering);
  const needed = everyLevel ? metrics : ordering !== undefined && order === ordering.id ? [ordering] : [];
  const aggs = { ...metricAggregations(needed, context), ...nest(inner, metrics, everyLevel, context) };
  return {
    [bucket.id]: {
      ...bucketAggregation(bucket.bucket, order, context.range),
      ...(Object.keys(aggs).length > 0 && { aggs }),
    },
  };
}

/** `_count`, `_key` or the id of a metric. */
function termsOrder({ bucket }: NumberedBucket, ordering: NumberedMetric | undefined): string {
  if (bucket.kind === 'terms' && (bucket.order === 'key' || bucket.order === 'key-descending')) return '_key';
  if (ordering === undefined) return '_key';
  return ordering.metric.kind === 'count' ? '_count' : ordering.id;
}

function metricAggregations(metrics: readonly NumberedMetric[], context: Nesting): Record<string, Dsl> {
  const aggs: Record<string, Dsl> = {};
  for (const { id, metric } of metrics) {
    if (metric.kind === 'count') continue;
    if ('bucket' in metric) Object.assign(aggs, siblingAggregations(id, metric, context.range));
    else aggs[id] = metricAggregation(metric, context.hasDocValues);
  }
  return aggs;
}

/** A sibling is two aggregations: the buckets, and what is made of them. */
function siblingAggregations(id: string, { kind, bucket, metric }: SiblingMetric, range: TimeRange) {
  const buckets = `${id}-bucket`;
  const value = `${id}-metric`;
  const isCount = metric.kind === 'count';
  return {
    [buckets]: {
      ...bucketAggregation(bucket, isCount ? '_count' : value, range),
      ...(!isCount && { aggs: { [value]: metricAggregation(metric) } }),
    },
    [id]: { [kind]: { buckets_path: `${buckets}>${isCount ? '_count' : value}` } },
  };
}
