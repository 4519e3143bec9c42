/** What a dashboard is made of, free of how OpenSearch Dashboards stores it. */

/** A number of each bucket. */
export type Metric = CountMetric | FieldMetric | PercentilesMetric | LatestMetric | SiblingMetric;

export interface CountMetric {
  readonly kind: 'count';
  readonly label?: string;
}

export interface FieldMetric {
  readonly kind: 'sum' | 'avg' | 'min' | 'max' | 'cardinality';
  readonly field: string;
  readonly label?: string;
}

export interface PercentilesMetric {
  readonly kind: 'percentiles';
  readonly field: string;
  readonly percents: readonly number[];
  readonly label?: string;
}

/** The field's value in the bucket's newest or oldest document. */
export interface LatestMetric {
  readonly kind: 'top_hits';
  readonly field: string;
  readonly sortField: string;
  readonly sortOrder: 'asc' | 'desc';
  readonly label?: string;
}

/** One number of many buckets: what they have at most, at least, on average or in all. */
export interface SiblingMetric {
  readonly kind: 'max_bucket' | 'min_bucket' | 'avg_bucket' | 'sum_bucket';
  readonly bucket: TermsBucket | DateBucket;
  readonly metric: CountMetric | FieldMetric;
  readonly label?: string;
}

export type Bucket = TermsBucket | DateBucket | FiltersBucket | GeohashBucket;

export interface TermsBucket {
  readonly kind: 'terms';
  readonly field: string;
  readonly size: number;
  readonly label?: string;
  /** Regular expression of the values to count. @defaultvalue all */
  readonly include?: string;
  /** `fewest`: by the metric, least first. @defaultvalue the first metric that buckets can be ordered by, most first */
  readonly order?: 'key' | 'key-descending' | 'fewest';
}

export interface DateBucket {
  readonly kind: 'date_histogram';
  readonly field: string;
  /** `auto` follows the time range. */
  readonly interval: 'auto' | 'm' | 'h' | 'd';
  readonly label?: string;
}

export interface FiltersBucket {
  readonly kind: 'filters';
  /** Label to query in Lucene's syntax. */
  readonly filters: Readonly<Record<string, string>>;
  readonly label?: string;
}

export interface GeohashBucket {
  readonly kind: 'geohash_grid';
  readonly field: string;
  /** Length of the hash: 3 is about 150 km, 4 about 40 km. */
  readonly precision: number;
  readonly label?: string;
}

interface PanelBase {
  /** Unique in its dashboard. */
  readonly title: string;
  /** Which documents, in Lucene's syntax. @defaultvalue all of the dashboard */
  readonly query?: string;
  /** @defaultvalue the dashboard's */
  readonly pattern?: IndexPattern;
}

export interface MetricPanel extends PanelBase {
  readonly kind: 'metric';
  readonly metrics: readonly Metric[];
  /** One number each. */
  readonly groups: readonly (FiltersBucket | TermsBucket)[];
  /** Colour by the number; all else is black. */
  readonly ranges?: readonly number[];
}

export interface PiePanel extends PanelBase {
  readonly kind: 'pie';
  readonly metrics: readonly [Metric];
  readonly slices: readonly Bucket[];
}

/** `bar`, `line` and `area`: `x` along the axis, `series` as colours. */
export interface XyPanel extends PanelBase {
  readonly kind: 'bar' | 'line' | 'area';
  readonly metrics: readonly Metric[];
  readonly x: Bucket;
  readonly series: readonly Bucket[];
  readonly horizontal?: boolean;
  readonly mode: 'stacked' | 'normal';
  readonly yTitle?: string;
}

export interface TablePanel extends PanelBase {
  readonly kind: 'table';
  readonly metrics: readonly Metric[];
  readonly rows: readonly Bucket[];
  /** Label of a metric: all rows by it, lowest first. @defaultvalue rows stay as their buckets are ordered, level by level */
  readonly lowestFirst?: string;
}

export interface TagCloudPanel extends PanelBase {
  readonly kind: 'tagcloud';
  readonly metrics: readonly [Metric];
  readonly tags: TermsBucket;
}

export interface HeatmapPanel extends PanelBase {
  readonly kind: 'heatmap';
  readonly metrics: readonly [Metric];
  readonly x: Bucket;
  readonly y: Bucket;
}

/** Country shapes inside the saved object (Vega): needs no map service. */
export interface WorldMapPanel extends PanelBase {
  readonly kind: 'worldMap';
  readonly metrics: readonly [Metric];
  /** Holds ISO 3166-1 alpha-2 codes. */
  readonly countryField: string;
  /** Circles where the documents are, for countries that are too small to see. */
  readonly locationField?: string;
}

/** Dashboards' own region map; its shapes come from a map service or from opensearch_dashboards.yml. */
export interface RegionMapPanel extends PanelBase {
  readonly kind: 'regionMap';
  readonly metrics: readonly [Metric];
  readonly countries: TermsBucket;
}

/** Dashboards' own coordinate map: circles by place, over tiles where a map service answers. */
export interface CoordinateMapPanel extends PanelBase {
  readonly kind: 'coordinateMap';
  readonly metrics: readonly [Metric];
  readonly places: GeohashBucket;
}

export interface MarkdownPanel extends PanelBase {
  readonly kind: 'markdown';
  readonly markdown: string;
}

export interface Control {
  readonly field: string;
  readonly label: string;
}

export interface ControlsPanel extends PanelBase {
  readonly kind: 'controls';
  readonly controls: readonly Control[];
}

/** A saved search shown as a panel. */
export interface SearchPanel extends PanelBase {
  readonly kind: 'search';
  readonly search: SavedSearch;
}

export type AggregatedPanel =
  | MetricPanel
  | PiePanel
  | XyPanel
  | TablePanel
  | TagCloudPanel
  | HeatmapPanel
  | RegionMapPanel
  | CoordinateMapPanel;

export type Panel = AggregatedPanel | WorldMapPanel | MarkdownPanel | ControlsPanel | SearchPanel;

export interface SavedSearch {
  readonly title: string;
  readonly columns: readonly string[];
  readonly query?: string;
  readonly pattern?: IndexPattern;
}

/** How Dashboards shows a field's values. */
export type FieldFormat = 'bytes' | 'nanoseconds' | 'milliseconds' | 'seconds' | 'plain-number';

export interface IndexPattern {
  readonly id: string;
  /** What Dashboards searches: index names with `*`. */
  readonly title: string;
  readonly timeField: string;
  /** Index templates whose fields the pattern lists. */
  readonly templates: readonly string[];
  /** Fields that no template names, with the type that the dynamic rules give them. */
  readonly rawFields: Readonly<Record<string, string>>;
  readonly formats: Readonly<Record<string, FieldFormat>>;
}

/** Panels side by side, as wide as each other unless a width out of 48 is given. */
export interface Row {
  readonly height: number;
  readonly panels: readonly (Panel | readonly [panel: Panel, width: number])[];
}

export interface Dashboard {
  /** File name and part of every id: `cloudtrail`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly pattern: IndexPattern;
  /** Limits every panel, in Lucene's syntax. */
  readonly query?: string;
  /** @example `now-7d` */
  readonly timeFrom: string;
  readonly controls: readonly Control[];
  /** Where people go on from here: linked at the top, the first also shown at the bottom. */
  readonly searches: readonly SavedSearch[];
  readonly rows: readonly Row[];
}
