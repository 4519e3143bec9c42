import type {
  Bucket,
  Control,
  CoordinateMapPanel,
  CountMetric,
  DateBucket,
  FieldMetric,
  FiltersBucket,
  GeohashBucket,
  HeatmapPanel,
  IndexPattern,
  LatestMetric,
  MarkdownPanel,
  Metric,
  MetricPanel,
  Panel,
  PercentilesMetric,
  PiePanel,
  RegionMapPanel,
  Row,
  SiblingMetric,
  TablePanel,
  TagCloudPanel,
  TermsBucket,
  WorldMapPanel,
  XyPanel,
} from './model.ts';

/** Words to write dashboards with; see model.ts for what each makes. */

export function count(label?: string): CountMetric {
  return { kind: 'count', ...(label !== undefined && { label }) };
}

function fieldMetric(kind: FieldMetric['kind'], field: string, label?: string): FieldMetric {
  return { kind, field, ...(label !== undefined && { label }) };
}
export const sum = (field: string, label?: string) => fieldMetric('sum', field, label);
export const average = (field: string, label?: string) => fieldMetric('avg', field, label);
export const minimum = (field: string, label?: string) => fieldMetric('min', field, label);
export const maximum = (field: string, label?: string) => fieldMetric('max', field, label);
export const unique = (field: string, label?: string) => fieldMetric('cardinality', field, label);

export function percentiles(field: string, percents: readonly number[], label?: string): PercentilesMetric {
  return { kind: 'percentiles', field, percents, ...(label !== undefined && { label }) };
}

export function latest(field: string, label?: string, sortField = '@timestamp'): LatestMetric {
  return { kind: 'top_hits', field, sortField, sortOrder: 'desc', ...(label !== undefined && { label }) };
}

export function earliest(field: string, label?: string, sortField = '@timestamp'): LatestMetric {
  return { ...latest(field, label, sortField), sortOrder: 'asc' };
}

export function ofBuckets(
  kind: SiblingMetric['kind'],
  bucket: SiblingMetric['bucket'],
  metric: SiblingMetric['metric'],
  label: string,
): SiblingMetric {
  return { kind, bucket, metric, label };
}

export function terms(field: string, size: number, label?: string, order?: TermsBucket['order']): TermsBucket {
  return { kind: 'terms', field, size, ...(label !== undefined && { label }), ...(order && { order }) };
}

export function overTime(interval: DateBucket['interval'] = 'auto', field = '@timestamp'): DateBucket {
  return { kind: 'date_histogram', field, interval, label: 'Time' };
}

export function filters(byLabel: Readonly<Record<string, string>>, label?: string): FiltersBucket {
  return { kind: 'filters', filters: byLabel, ...(label !== undefined && { label }) };
}

export function places(field = 'source.geo.location', precision = 3): GeohashBucket {
  return { kind: 'geohash_grid', field, precision };
}

/** What every kind of panel may say besides its own. */
export interface PanelOptions {
  readonly query?: string;
  readonly pattern?: IndexPattern;
}

export function metric(
  title: string,
  values: Metric | readonly Metric[],
  options: PanelOptions & { groups?: MetricPanel['groups']; ranges?: readonly number[] } = {},
): MetricPanel {
  return { kind: 'metric', title, metrics: [values].flat(), groups: [], ...options };
}

/** Numbers of several questions in one panel: label to query. */
export function counters(
  title: string,
  byLabel: Readonly<Record<string, string>>,
  value: Metric = count(),
  options: PanelOptions = {},
): MetricPanel {
  return metric(title, value, { ...options, groups: [filters(byLabel)] });
}

export function pie(
  title: string,
  slices: Bucket | readonly Bucket[],
  size: Metric = count(),
  options: PanelOptions = {},
): PiePanel {
  return { kind: 'pie', title, metrics: [size], slices: [slices].flat(), ...options };
}

type XyOptions = PanelOptions & { horizontal?: boolean; mode?: XyPanel['mode']; yTitle?: string };

function xy(
  kind: XyPanel['kind'],
  title: string,
  x: Bucket,
  series: Bucket | readonly Bucket[],
  values: Metric | readonly Metric[],
  options: XyOptions,
): XyPanel {
  const mode = kind === 'line' ? 'normal' : 'stacked';
  return { kind, title, x, series: [series].flat(), metrics: [values].flat(), mode, ...options };
}

export function bar(
  title: string,
  x: Bucket,
  series: Bucket | readonly Bucket[] = [],
  values: Metric | readonly Metric[] = count(),
  options: XyOptions = {},
): XyPanel {
  return xy('bar', title, x, series, values, options);
}

/** Over time. */
export function line(
  title: string,
  series: Bucket | readonly Bucket[] = [],
  values: Metric | readonly Metric[] = count(),
  options: XyOptions & { x?: DateBucket } = {},
): XyPanel {
  const { x = overTime(), ...rest } = options;
  return xy('line', title, x, series, values, rest);
}

/** Over time, stacked. */
export function area(
  title: string,
  series: Bucket | readonly Bucket[] = [],
  values: Metric | readonly Metric[] = count(),
  options: XyOptions & { x?: DateBucket } = {},
): XyPanel {
  const { x = overTime(), ...rest } = options;
  return xy('area', title, x, series, values, rest);
}

export function table(
  title: string,
  rows: Bucket | readonly Bucket[],
  values: Metric | readonly Metric[] = count(),
  options: PanelOptions & { lowestFirst?: string } = {},
): TablePanel {
  return { kind: 'table', title, rows: [rows].flat(), metrics: [values].flat(), ...options };
}

export function tagCloud(title: string, tags: TermsBucket, size: Metric = count(), options: PanelOptions = {}) {
  return { kind: 'tagcloud', title, tags, metrics: [size], ...options } satisfies TagCloudPanel;
}

export function heatmap(title: string, x: Bucket, y: Bucket, value: Metric = count(), options: PanelOptions = {}) {
  return { kind: 'heatmap', title, x, y, metrics: [value], ...options } satisfies HeatmapPanel;
}

export function worldMap(
  title: string,
  value: Metric = count(),
  options: PanelOptions & { countryField?: string; locationField?: string | undefined } = {},
): WorldMapPanel {
  const { countryField = 'source.geo.country_iso_code', locationField, ...rest } = options;
  // Circles need places of the same end as the countries.
  const location = locationField ?? countryField.replace(/country_iso_code$/, 'location');
  const hasLocation = location !== countryField;
  return {
    kind: 'worldMap',
    title,
    metrics: [value],
    countryField,
    ...(hasLocation && { locationField: location }),
    ...rest,
  };
}

export function regionMap(title: string, countries: TermsBucket, value: Metric = count(), options: PanelOptions = {}) {
  return { kind: 'regionMap', title, countries, metrics: [value], ...options } satisfies RegionMapPanel;
}

export function coordinateMap(title: string, at = places(), value: Metric = count(), options: PanelOptions = {}) {
  return { kind: 'coordinateMap', title, places: at, metrics: [value], ...options } satisfies CoordinateMapPanel;
}

export function markdown(title: string, text: string): MarkdownPanel {
  return { kind: 'markdown', title, markdown: text };
}

/** A line of text over the panels that follow. */
export function heading(text: string): Row {
  return row(3, markdown(`${text} (heading)`, `## ${text}`));
}

export function row(height: number, ...panels: (Panel | readonly [panel: Panel, width: number])[]): Row {
  return { height, panels };
}

export const accountAndRegion: readonly Control[] = [
  { field: 'cloud.account.id', label: 'Account' },
  { field: 'cloud.region', label: 'Region' },
];

/** Where the documents come from, the beginning of most dashboards. */
export function accountsAndRegions(value: Metric = count(), size = 10): readonly [Panel, Panel] {
  return [
    bar('AWS accounts', terms('cloud.account.id', size, 'Account'), terms('cloud.account.id', size, 'Account'), value),
    bar('Regions', terms('cloud.region', size, 'Region'), terms('cloud.region', size, 'Region'), value),
  ];
}
