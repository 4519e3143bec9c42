import { aggregationsOf, bucketLabel, metricLabel, orderingMetric } from '../aggregations.ts';
import type { AggregatedPanel, Bucket, IndexPattern, Metric, Panel, XyPanel } from '../model.ts';
import { worldMapSpec } from '../world/world-map-spec.ts';

export interface VisState {
  readonly title: string;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly aggs: readonly VisAggregation[];
}

export interface VisAggregation {
  readonly id: string;
  readonly enabled: true;
  readonly type: string;
  readonly schema: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Name of the reference to a control's index pattern. */
export function controlReference(i: number): string {
  return `control_${i}_index_pattern`;
}

/** The visualization as Dashboards 2.19 and 3.x keep it. @throws Error for a saved search, which is an object of its own */
export function visState(panel: Panel, title: string, pattern: IndexPattern, query: string): VisState {
  switch (panel.kind) {
    case 'search':
      throw new Error(`'${panel.title}' is a saved search, no visualization`);
    case 'markdown':
      return {
        title,
        type: 'markdown',
        params: { fontSize: 12, openLinksInNewTab: false, markdown: panel.markdown },
        aggs: [],
      };
    case 'worldMap':
      return { title, type: 'vega', params: { spec: JSON.stringify(worldMapSpec(panel, pattern, query)) }, aggs: [] };
    case 'controls': {
      const controls = panel.controls.map(({ field, label }, i) => ({
        id: `control-${i}`,
        fieldName: field,
        parent: '',
        label,
        type: 'list',
        options: { type: 'terms', multiselect: true, dynamicOptions: true, size: 50, order: 'desc' },
        indexPatternRefName: controlReference(i),
      }));
      const params = { controls, updateFiltersOnChange: true, useTimeFilter: true, pinFilters: false };
      return { title, type: 'input_control_vis', params, aggs: [] };
    }
    default:
      return { title, type: visType(panel), params: chartParams(panel), aggs: visAggregations(panel) };
  }
}

function visType(panel: AggregatedPanel): string {
  switch (panel.kind) {
    case 'bar':
      return panel.horizontal ? 'horizontal_bar' : 'histogram';
    case 'regionMap':
      return 'region_map';
    case 'coordinateMap':
      return 'tile_map';
    default:
      return panel.kind;
  }
}

function visAggregations(panel: AggregatedPanel): VisAggregation[] {
  const { metrics, buckets } = aggregationsOf(panel);
  const orderBy = orderingMetric(metrics)?.id ?? '_key';
  return [
    ...metrics.map(({ id, metric }) => visAggregation(id, metric.kind, 'metric', metricParams(metric, id))),
    ...buckets.map(({ id, schema, bucket }) => visAggregation(id, bucket.kind, schema, bucketParams(bucket, orderBy))),
  ];
}

function visAggregation(id: string, type: string, schema: string, params: VisAggregation['params']): VisAggregation {
  return { id, enabled: true, type, schema, params };
}

function metricParams(metric: Metric, id: string): Record<string, unknown> {
  const customLabel = metric.label === undefined ? {} : { customLabel: metric.label };
  switch (metric.kind) {
    case 'count':
      return customLabel;
    case 'percentiles':
      return { field: metric.field, percents: [...metric.percents], ...customLabel };
    case 'top_hits':
      return {
        field: metric.field,
        aggregate: 'concat',
        size: 1,
        sortField: metric.sortField,
        sortOrder: metric.sortOrder,
        customLabel: metricLabel(metric),
      };
    case 'max_bucket':
    case 'min_bucket':
    case 'avg_bucket':
    case 'sum_bucket': {
      const customMetric = visAggregation(
        `${id}-metric`,
        metric.metric.kind,
        'metricAgg',
        metricParams(metric.metric, id),
      );
      const orderBy = metric.metric.kind === 'count' ? '_count' : `${id}-metric`;
      const customBucket = visAggregation(
        `${id}-bucket`,
        metric.bucket.kind,
        'bucketAgg',
        bucketParams(metric.bucket, orderBy),
      );
      return { customBucket, customMetric, ...customLabel };
    }
    default:
      return { field: metric.field, ...customLabel };
  }
}

function bucketParams(bucket: Bucket, orderBy: string): Record<string, unknown> {
  const customLabel = bucket.label === undefined ? {} : { customLabel: bucketLabel(bucket) };
  switch (bucket.kind) {
    case 'terms': {
      const byKey = bucket.order === 'key' || bucket.order === 'key-descending' || orderBy === '_key';
      const isAscending = bucket.order === undefined ? byKey : bucket.order !== 'key-descending';
      return {
        field: bucket.field,
        orderBy: byKey ? '_key' : orderBy,
        order: isAscending ? 'asc' : 'desc',
        size: bucket.size,
        otherBucket: false,
        otherBucketLabel: 'Other',
        missingBucket: false,
        missingBucketLabel: 'Missing',
        ...(bucket.include !== undefined && { include: bucket.include }),
        ...customLabel,
      };
    }
    case 'date_histogram':
      return {
        field: bucket.field,
        useNormalizedOpenSearchInterval: true,
        scaleMetricValues: false,
        interval: bucket.interval,
        drop_partials: false,
        min_doc_count: 1,
        extended_bounds: {},
        ...customLabel,
      };
    case 'filters':
      return {
        filters: Object.entries(bucket.filters).map(([label, query]) => ({
          input: { query: query === '' ? '*' : query, language: 'lucene' },
          label,
        })),
      };
    case 'geohash_grid':
      return {
        field: bucket.field,
        autoPrecision: true,
        precision: bucket.precision,
        useGeocentroid: true,
        isFilteredByCollar: true,
        ...customLabel,
      };
  }
}

function chartParams(panel: AggregatedPanel): Record<string, unknown> {
  switch (panel.kind) {
    case 'metric': {
      const edges = panel.ranges ?? [];
      const bounds = [0, ...edges, 1_000_000_000];
      const colorsRange = bounds.slice(1).map((to, i) => ({ from: bounds[i], to }));
      return {
        addTooltip: true,
        addLegend: false,
        type: 'metric',
        metric: {
          percentageMode: false,
          useRanges: edges.length > 0,
          colorSchema: 'Green to Red',
          metricColorMode: edges.length > 0 ? 'Labels' : 'None',
          colorsRange,
          labels: { show: true },
          invertColors: false,
          style: { bgFill: '#000', bgColor: false, labelColor: edges.length > 0, subText: '', fontSize: 28 },
        },
      };
    }
    case 'pie':
      return {
        type: 'pie',
        addTooltip: true,
        addLegend: true,
        legendPosition: 'right',
        isDonut: true,
        labels: { show: false, values: true, last_level: true, truncate: 100 },
      };
    case 'table':
      return {
        perPage: 10,
        showPartialRows: false,
        showMetricsAtAllLevels: false,
        showTotal: false,
        totalFunc: 'sum',
        percentageCol: '',
      };
    case 'tagcloud':
      return { scale: 'linear', orientation: 'single', minFontSize: 12, maxFontSize: 48, showLabel: false };
    case 'heatmap':
      return heatmapParams();
    case 'regionMap':
      return { ...mapParams(), outlineWeight: 1, showAllShapes: true, emsHotLink: '', selectedJoinField: null };
    case 'coordinateMap':
      return { ...mapParams(), mapType: 'Scaled Circle Markers', isDesaturated: true, heatClusterSize: 1.5 };
    default:
      return xyParams(panel);
  }
}

function mapParams(): Record<string, unknown> {
  return {
    colorSchema: 'Yellow to Red',
    legendPosition: 'bottomright',
    addTooltip: true,
    isDisplayWarning: false,
    mapZoom: 2,
    mapCenter: [20, 0],
    wms: { enabled: false, options: { format: 'image/png', transparent: true } },
  };
}

function heatmapParams(): Record<string, unknown> {
  return {
    type: 'heatmap',
    addTooltip: true,
    addLegend: true,
    enableHover: false,
    legendPosition: 'right',
    times: [],
    colorsNumber: 6,
    colorSchema: 'Blues',
    setColorRange: false,
    colorsRange: [],
    invertColors: false,
    percentageMode: false,
    valueAxes: [
      {
        show: false,
        id: 'ValueAxis-1',
        type: 'value',
        scale: { type: 'linear', defaultYExtents: false },
        labels: { show: true, rotate: 0, overwriteColor: false, color: 'black' },
      },
    ],
  };
}

function xyParams(panel: XyPanel): Record<string, unknown> {
  const type = panel.kind === 'bar' ? 'histogram' : panel.kind;
  const categoryPosition = panel.horizontal ? 'left' : 'bottom';
  const valuePosition = panel.horizontal ? 'bottom' : 'left';
  return {
    type: panel.horizontal ? 'horizontal_bar' : type,
    grid: { categoryLines: false },
    categoryAxes: [
      {
        id: 'CategoryAxis-1',
        type: 'category',
        position: categoryPosition,
        show: true,
        style: {},
        scale: { type: 'linear' },
        labels: { show: true, filter: true, truncate: 100 },
        title: {},
      },
    ],
    valueAxes: [
      {
        id: 'ValueAxis-1',
        name: panel.horizontal ? 'BottomAxis-1' : 'LeftAxis-1',
        type: 'value',
        position: valuePosition,
        show: true,
        style: {},
        scale: { type: 'linear', mode: 'normal' },
        labels: { show: true, rotate: 0, filter: false, truncate: 100 },
        title: { text: panel.yTitle ?? metricLabel(panel.metrics[0]!) },
      },
    ],
    seriesParams: panel.metrics.map((metric, i) => ({
      show: true,
      type,
      mode: panel.mode,
      data: { id: String(i + 1), label: metricLabel(metric) },
      valueAxis: 'ValueAxis-1',
      drawLinesBetweenPoints: true,
      lineWidth: 2,
      interpolate: 'linear',
      showCircles: true,
    })),
    addTooltip: true,
    addLegend: true,
    legendPosition: 'right',
    times: [],
    addTimeMarker: false,
    labels: { show: false },
    thresholdLine: { show: false, value: 10, width: 1, style: 'full', color: '#E7664C' },
  };
}
