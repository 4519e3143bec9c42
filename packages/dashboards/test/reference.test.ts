import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { aggregationsOf, isAggregated } from '../src/aggregations.ts';
import { allDashboards } from '../src/dashboards/index.ts';
import { layOut } from '../src/layout.ts';
import type { Bucket, Dashboard, Metric, Panel } from '../src/model.ts';

interface ReferencePanel {
  readonly title: string;
  readonly type: string;
  readonly aggregations?: readonly string[];
  readonly controls?: readonly string[];
  readonly columns?: readonly string[];
}

const reference = JSON.parse(readFileSync(new URL('reference-panels.json', import.meta.url), 'utf8')) as Record<
  string,
  readonly ReferencePanel[]
>;

/** Kinds of ours that show what a kind of the reference shows. */
const kinds: Readonly<Record<string, readonly Panel['kind'][]>> = {
  histogram: ['bar', 'area'],
  line: ['line', 'area'],
  area: ['area', 'line'],
  pie: ['pie'],
  table: ['table'],
  metric: ['metric'],
  heatmap: ['heatmap'],
  // Shapes inside the object: no map service.
  region_map: ['worldMap'],
  input_control_vis: ['controls'],
  search: ['search'],
  // Timelion and TSVB are kept out: both ask by names of indexes, past the index pattern and its rights.
  timelion: ['line'],
  metrics: ['metric', 'bar', 'line'],
};

/** What another field of ours says, where the reference's field cannot be counted or is not the one that holds it. */
const sameFact: Readonly<Record<string, string>> = {
  // The name stands in a flat object; the same name is in ECS.
  'terms(ProductFields.aws/securityhub/ProductName)': 'terms(event.provider)',
  // Request parameters are a flat object; the event's resources name the bucket too.
  'terms(requestParameters.bucketName)': 'terms(resources.ARN)',
};

function describeMetric(metric: Metric): string {
  return 'field' in metric ? `${metric.kind}(${metric.field})` : `${metric.kind}()`;
}

function describeBucket(bucket: Bucket): string {
  return 'field' in bucket ? `${bucket.kind}(${bucket.field})` : `${bucket.kind}()`;
}

function aggregationsOfPanel(panel: Panel): string[] {
  if (panel.kind === 'worldMap') return [describeMetric(panel.metrics[0]), `terms(${panel.countryField})`];
  if (!isAggregated(panel)) return [];
  const { metrics, buckets } = aggregationsOf(panel);
  return [
    ...metrics.map(({ metric }) => describeMetric(metric)),
    ...buckets.map(({ bucket }) => describeBucket(bucket)),
  ];
}

function shows(panel: Panel, wanted: ReferencePanel): boolean {
  if (!kinds[wanted.type]!.includes(panel.kind)) return false;
  if (panel.kind === 'controls') {
    return (wanted.controls ?? []).every((field) => panel.controls.some((control) => control.field === field));
  }
  const own = aggregationsOfPanel(panel);
  const aggregations = wanted.aggregations ?? [];
  return aggregations.every((aggregation, i) => {
    // Splitting by one field three times shows what splitting twice shows.
    if (aggregations.slice(0, i).filter((earlier) => earlier === aggregation).length >= 2) return true;
    const at = own.indexOf(sameFact[aggregation] ?? aggregation);
    if (at < 0) return false;
    own.splice(at, 1);
    return true;
  });
}

/** Panels of the reference that none of ours is left for; those that ask for most choose first. */
function missingPanels(dashboard: Dashboard, wanted: readonly ReferencePanel[]): string[] {
  const left = layOut(dashboard).map(({ panel }) => panel);
  const bySize = [...wanted].sort((a, b) => (b.aggregations?.length ?? 0) - (a.aggregations?.length ?? 0));
  return bySize
    .filter((panel) => {
      const fitting = left.filter((own) => shows(own, panel));
      const closest = fitting.sort((a, b) => aggregationsOfPanel(a).length - aggregationsOfPanel(b).length)[0];
      if (closest !== undefined) left.splice(left.indexOf(closest), 1);
      return closest === undefined;
    })
    .map(({ title, type, aggregations }) => `${type} '${title}' ${(aggregations ?? []).join(' ')}`);
}

describe('the reference’s dashboards', () => {
  it('are all here', () => {
    const names = allDashboards.map(({ name }) => name);
    expect(Object.keys(reference)).toHaveLength(18);
    expect(names).toEqual(expect.arrayContaining(Object.keys(reference)));
  });

  for (const [name, panels] of Object.entries(reference)) {
    it(`${name} shows each of its ${panels.length} panels`, () => {
      // Prepare
      const dashboard = allDashboards.find((candidate) => candidate.name === name)!;
      // Act
      const missing = missingPanels(dashboard, panels);
      // Assess
      expect(missing).toEqual([]);
      expect(layOut(dashboard).length).toBeGreaterThanOrEqual(panels.length);
    });

    const columns = panels.find(({ type }) => type === 'search')?.columns;
    if (columns === undefined) continue;
    it(`${name} has the columns of its saved search`, () => {
      const [search] = allDashboards.find((candidate) => candidate.name === name)!.searches;
      expect(search!.columns).toEqual(expect.arrayContaining([...columns]));
    });
  }
});
