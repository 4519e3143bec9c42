import { z } from 'zod';

const legend = z.enum(['top', 'bottom', 'left', 'right']);
const mapLegend = z.enum(['bottomleft', 'bottomright', 'topleft', 'topright']);
/** Colour schemes that all of Dashboards' charts know. */
const colorSchema = z.enum(['Blues', 'Greens', 'Greys', 'Reds', 'Yellow to Red', 'Green to Red']);
const flag = z.boolean();

const axisLabels = z.strictObject({
  show: flag,
  filter: flag.optional(),
  rotate: z.number().optional(),
  truncate: z.number().optional(),
  overwriteColor: flag.optional(),
  color: z.string().optional(),
});
const axisTitle = z.strictObject({ text: z.string().optional() });
const position = z.enum(['top', 'bottom', 'left', 'right']);

const xy = (type: 'histogram' | 'horizontal_bar' | 'line' | 'area') => {
  const seriesType = type === 'horizontal_bar' ? 'histogram' : type;
  return z.strictObject({
    type: z.literal(type),
    grid: z.strictObject({ categoryLines: flag }),
    categoryAxes: z
      .array(
        z.strictObject({
          id: z.string(),
          type: z.literal('category'),
          position,
          show: flag,
          style: z.strictObject({}),
          scale: z.strictObject({ type: z.literal('linear') }),
          labels: axisLabels,
          title: axisTitle,
        }),
      )
      .length(1),
    valueAxes: z
      .array(
        z.strictObject({
          id: z.literal('ValueAxis-1'),
          name: z.enum(['LeftAxis-1', 'BottomAxis-1']),
          type: z.literal('value'),
          position,
          show: flag,
          style: z.strictObject({}),
          scale: z.strictObject({ type: z.enum(['linear', 'log', 'square root']), mode: z.literal('normal') }),
          labels: axisLabels,
          title: axisTitle,
        }),
      )
      .length(1),
    seriesParams: z
      .array(
        z.strictObject({
          show: flag,
          type: z.literal(seriesType),
          mode: z.enum(['stacked', 'normal']),
          data: z.strictObject({ id: z.string(), label: z.string() }),
          valueAxis: z.literal('ValueAxis-1'),
          drawLinesBetweenPoints: flag,
          lineWidth: z.number(),
          interpolate: z.enum(['linear', 'cardinal', 'step-after']),
          showCircles: flag,
        }),
      )
      .min(1),
    addTooltip: flag,
    addLegend: flag,
    legendPosition: legend,
    times: z.array(z.unknown()).length(0),
    addTimeMarker: flag,
    labels: z.strictObject({ show: flag }),
    thresholdLine: z.strictObject({
      show: flag,
      value: z.number(),
      width: z.number(),
      style: z.enum(['full', 'dashed', 'dot-dashed']),
      color: z.string(),
    }),
  });
};

const map = {
  colorSchema,
  legendPosition: mapLegend,
  addTooltip: flag,
  isDisplayWarning: flag,
  mapZoom: z.number().int().min(0).max(18),
  mapCenter: z.tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)]),
  wms: z.strictObject({
    enabled: z.literal(false),
    options: z.strictObject({ format: z.string(), transparent: flag }),
  }),
};

/** Options of each kind of visualization. */
export const chartParams = {
  metric: z.strictObject({
    addTooltip: flag,
    addLegend: flag,
    type: z.literal('metric'),
    metric: z.strictObject({
      percentageMode: flag,
      useRanges: flag,
      colorSchema,
      metricColorMode: z.enum(['None', 'Labels', 'Background']),
      colorsRange: z.array(z.strictObject({ from: z.number(), to: z.number() })).min(1),
      labels: z.strictObject({ show: flag }),
      invertColors: flag,
      style: z.strictObject({
        bgFill: z.string(),
        bgColor: flag,
        labelColor: flag,
        subText: z.string(),
        fontSize: z.number().min(12).max(120),
      }),
    }),
  }),
  pie: z.strictObject({
    type: z.literal('pie'),
    addTooltip: flag,
    addLegend: flag,
    legendPosition: legend,
    isDonut: flag,
    labels: z.strictObject({ show: flag, values: flag, last_level: flag, truncate: z.number() }),
  }),
  table: z.strictObject({
    perPage: z.number().int().positive(),
    showPartialRows: flag,
    showMetricsAtAllLevels: flag,
    showTotal: flag,
    totalFunc: z.enum(['sum', 'avg', 'min', 'max', 'count']),
    percentageCol: z.string(),
  }),
  tagcloud: z.strictObject({
    scale: z.enum(['linear', 'log', 'square root']),
    orientation: z.enum(['single', 'right angled', 'multiple']),
    minFontSize: z.number().min(1),
    maxFontSize: z.number().max(100),
    showLabel: flag,
  }),
  heatmap: z.strictObject({
    type: z.literal('heatmap'),
    addTooltip: flag,
    addLegend: flag,
    enableHover: flag,
    legendPosition: legend,
    times: z.array(z.unknown()).length(0),
    colorsNumber: z.number().int().min(2).max(10),
    colorSchema,
    setColorRange: flag,
    colorsRange: z.array(z.unknown()),
    invertColors: flag,
    percentageMode: flag,
    valueAxes: z.array(
      z.strictObject({
        show: flag,
        id: z.string(),
        type: z.literal('value'),
        scale: z.strictObject({ type: z.string(), defaultYExtents: flag }),
        labels: axisLabels,
      }),
    ),
  }),
  histogram: xy('histogram'),
  horizontal_bar: xy('horizontal_bar'),
  line: xy('line'),
  area: xy('area'),
  region_map: z.strictObject({
    ...map,
    outlineWeight: z.number(),
    showAllShapes: flag,
    emsHotLink: z.string(),
    selectedJoinField: z.null(),
  }),
  tile_map: z.strictObject({
    ...map,
    mapType: z.enum(['Scaled Circle Markers', 'Shaded Circle Markers', 'Shaded Geohash Grid', 'Heatmap']),
    isDesaturated: flag,
    heatClusterSize: z.number(),
  }),
  markdown: z.strictObject({
    fontSize: z.number().min(8).max(36),
    openLinksInNewTab: flag,
    markdown: z.string().min(1),
  }),
  vega: z.strictObject({ spec: z.string() }),
  input_control_vis: z.strictObject({
    controls: z
      .array(
        z.strictObject({
          id: z.string(),
          fieldName: z.string(),
          parent: z.string(),
          label: z.string().min(1),
          type: z.enum(['list', 'range']),
          options: z.strictObject({
            type: z.literal('terms'),
            multiselect: flag,
            dynamicOptions: flag,
            size: z.number().int().positive(),
            order: z.enum(['asc', 'desc']),
          }),
          indexPatternRefName: z.string(),
        }),
      )
      .min(1),
    updateFiltersOnChange: flag,
    useTimeFilter: flag,
    pinFilters: flag,
  }),
} as const;

const numbers = ['count', 'avg', 'sum', 'min', 'max', 'cardinality', 'percentiles', 'top_hits'];
const siblings = ['avg_bucket', 'sum_bucket', 'min_bucket', 'max_bucket'];
const anyMetric = [...numbers, ...siblings];
const anyBucket = ['terms', 'date_histogram', 'filters'];

/** Which aggregations may stand where, and how many: `[fewest, most]`. */
interface Place {
  readonly types: readonly string[];
  readonly amount: readonly [number, number];
}
const many = 50;
const xyPlaces: Readonly<Record<string, Place>> = {
  metric: { types: anyMetric, amount: [1, many] },
  segment: { types: anyBucket, amount: [0, 1] },
  group: { types: anyBucket, amount: [0, many] },
};

export const places: Readonly<Record<keyof typeof chartParams, Readonly<Record<string, Place>>>> = {
  metric: { metric: { types: anyMetric, amount: [1, many] }, group: { types: anyBucket, amount: [0, 1] } },
  pie: {
    metric: { types: ['sum', 'count', 'cardinality', 'top_hits'], amount: [1, 1] },
    segment: { types: anyBucket, amount: [0, many] },
  },
  table: { metric: { types: anyMetric, amount: [1, many] }, bucket: { types: anyBucket, amount: [0, many] } },
  tagcloud: {
    metric: { types: numbers, amount: [1, 1] },
    segment: { types: ['terms'], amount: [1, 1] },
  },
  heatmap: {
    metric: { types: numbers, amount: [1, 1] },
    segment: { types: anyBucket, amount: [0, 1] },
    group: { types: anyBucket, amount: [0, 1] },
  },
  histogram: xyPlaces,
  horizontal_bar: xyPlaces,
  line: xyPlaces,
  area: xyPlaces,
  region_map: {
    metric: { types: [...numbers, ...siblings], amount: [1, 1] },
    segment: { types: ['terms'], amount: [1, 1] },
  },
  tile_map: {
    metric: { types: ['count', 'avg', 'sum', 'min', 'max', 'cardinality', 'top_hits'], amount: [1, 1] },
    segment: { types: ['geohash_grid'], amount: [1, 1] },
  },
  markdown: {},
  vega: {},
  input_control_vis: {},
};

/** Dashboards' field types that each aggregation takes; `*` for any, documents' text included. */
export const fieldTypesOf: Readonly<Record<string, readonly string[]>> = {
  terms: ['string', 'number', 'boolean', 'date', 'ip'],
  date_histogram: ['date'],
  geohash_grid: ['geo_point'],
  sum: ['number'],
  avg: ['number'],
  min: ['number', 'date'],
  max: ['number', 'date'],
  percentiles: ['number'],
  cardinality: ['string', 'number', 'boolean', 'date', 'ip'],
  top_hits: ['*'],
};
