import { metricLabel } from '../aggregations.ts';
import { metricAggregation } from '../compile/aggregation-dsl.ts';
import type { IndexPattern, Metric, WorldMapPanel } from '../model.ts';
import { worldTopology } from './topology.ts';

/** Most countries there are, with room for codes that are none. */
const maxCountries = 300;
const maxPlaces = 2000;
const placePrecision = 3;

export interface VegaSpec {
  readonly data: readonly VegaData[];
  readonly [property: string]: unknown;
}

export interface VegaData {
  readonly name: string;
  readonly url?: { readonly index: string; readonly body: Record<string, unknown> };
  readonly [property: string]: unknown;
}

/**
 * A Vega specification for Dashboards that draws country shapes it carries itself, coloured by the metric, and a circle
 * for each place. A click on a country filters the dashboard.
 * Dashboards replaces the `%…%` words by the time range, the query bar and the filters.
 */
export function worldMapSpec(panel: WorldMapPanel, pattern: IndexPattern, query: string): VegaSpec {
  const [metric] = panel.metrics;
  return {
    $schema: 'https://vega.github.io/schema/vega/v5.json',
    padding: 5,
    projections: [
      {
        name: 'projection',
        type: 'naturalEarth1',
        fit: { signal: "data('shapes')" },
        size: { signal: '[width, height]' },
      },
    ],
    signals: [{ name: 'chosen', on: [{ events: '@country:click', update: addFilter(panel.countryField) }] }],
    data: [
      {
        name: 'countries',
        url: search(pattern, query, {
          countries: {
            terms: { field: panel.countryField, size: maxCountries, order: { [orderOf(metric)]: 'desc' } },
            ...withMetric(metric),
          },
        }),
        format: { property: 'aggregations.countries.buckets' },
      },
      {
        name: 'shapes',
        values: worldTopology(),
        format: { type: 'topojson', feature: 'countries' },
        transform: [
          { type: 'lookup', from: 'countries', key: 'key', fields: ['id'], as: ['found'] },
          { type: 'formula', as: 'value', expr: `datum.found ? ${bucketValue('datum.found', metric)} : null` },
        ],
      },
      ...(panel.locationField === undefined ? [] : [placesData(panel.locationField, metric, pattern, query)]),
    ],
    scales: [
      {
        name: 'color',
        // Between linear, which shows the largest country only, and logarithmic, which makes all of them red.
        type: 'pow',
        exponent: 0.3,
        // The literal keeps the scale whole where nothing was found.
        domain: { fields: [[0, 1], { data: 'shapes', field: 'value' }] },
        range: { scheme: 'yelloworangered' },
      },
      ...(panel.locationField === undefined
        ? []
        : [
            {
              name: 'size',
              type: 'sqrt',
              domain: { fields: [[0, 1], { data: 'places', field: 'value' }] },
              range: [12, 360],
            },
          ]),
    ],
    legends: [
      {
        fill: 'color',
        title: metricLabel(metric),
        orient: 'bottom-left',
        gradientLength: 120,
        tickCount: 3,
        offset: 4,
      },
    ],
    marks: [countryMarks(metric), ...(panel.locationField === undefined ? [] : [placeMarks(metric)])],
  };
}

function search(pattern: IndexPattern, query: string, aggs: Record<string, unknown>) {
  return {
    index: pattern.title,
    body: {
      size: 0,
      query: {
        bool: {
          must: [
            '%dashboard_context-must_clause%',
            { range: { [pattern.timeField]: { '%timefilter%': true } } },
            ...(query === '' ? [] : [{ query_string: { query, analyze_wildcard: true } }]),
          ],
          filter: ['%dashboard_context-filter_clause%'],
          must_not: ['%dashboard_context-must_not_clause%'],
        },
      },
      aggs,
    },
  };
}

function placesData(field: string, metric: Metric, pattern: IndexPattern, query: string): VegaData {
  return {
    name: 'places',
    url: search(pattern, query, {
      places: {
        geohash_grid: { field, precision: placePrecision, size: maxPlaces },
        aggs: { centre: { geo_centroid: { field } }, ...withMetric(metric).aggs },
      },
    }),
    format: { property: 'aggregations.places.buckets' },
    transform: [
      { type: 'formula', as: 'value', expr: bucketValue('datum', metric) },
      { type: 'geopoint', projection: 'projection', fields: ['centre.location.lon', 'centre.location.lat'] },
    ],
  };
}

function withMetric(metric: Metric): { aggs?: Record<string, unknown> } {
  return metric.kind === 'count' ? {} : { aggs: { value: metricAggregation(metric) } };
}

function orderOf(metric: Metric): string {
  return metric.kind === 'count' ? '_count' : 'value';
}

function bucketValue(bucket: string, metric: Metric): string {
  return metric.kind === 'count' ? `${bucket}.doc_count` : `${bucket}['value'].value`;
}

function addFilter(field: string): string {
  return `opensearchDashboardsAddFilter({match_phrase: {'${field}': datum.id}})`;
}

function countryMarks(metric: Metric): Record<string, unknown> {
  return {
    name: 'country',
    type: 'shape',
    from: { data: 'shapes' },
    encode: {
      update: {
        fill: [
          { test: 'datum.value === null', value: '#e6e9ef' },
          { scale: 'color', field: 'value' },
        ],
        stroke: { value: '#ffffff' },
        strokeWidth: { value: 0.5 },
        tooltip: {
          signal: `{'Country': datum.properties.name, '${quoted(metricLabel(metric))}': datum.value === null ? '0' : format(datum.value, ',')}`,
        },
      },
      hover: { stroke: { value: '#333333' } },
    },
    transform: [{ type: 'geoshape', projection: 'projection' }],
  };
}

function placeMarks(metric: Metric): Record<string, unknown> {
  return {
    name: 'place',
    type: 'symbol',
    from: { data: 'places' },
    encode: {
      update: {
        x: { field: 'x' },
        y: { field: 'y' },
        size: { scale: 'size', field: 'value' },
        fill: { value: '#00508f' },
        fillOpacity: { value: 0.55 },
        stroke: { value: '#ffffff' },
        tooltip: { signal: `{'${quoted(metricLabel(metric))}': format(datum.value, ',')}` },
      },
    },
  };
}

function quoted(label: string): string {
  return label.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
