import { parse, type Spec, View } from 'vega';
import type { CoordinateMapPanel, IndexPattern, RegionMapPanel, WorldMapPanel } from '../model.ts';
import { dashboardsFunctions } from '../world/vega-functions.ts';
import { type VegaData, worldMapSpec } from '../world/world-map-spec.ts';
import type { Size } from './charts.ts';
import type { PanelResult } from './search-panels.ts';

const padding = 5;

/** The map's own Vega specification, with the answers in place of the requests, as SVG text. */
export async function worldSvg(
  panel: WorldMapPanel | RegionMapPanel | CoordinateMapPanel,
  { answers }: PanelResult,
  pattern: IndexPattern,
  { width, height }: Size,
): Promise<string> {
  dashboardsFunctions();
  const spec = worldMapSpec(asWorldMap(panel), pattern, '');
  const data = spec.data.map((source) => withValues(source, panel, answers));
  const inner = { width: width - 2 * padding, height: height - 2 * padding };
  const runtime = parse({ ...spec, ...inner, padding, autosize: 'none', data } as unknown as Spec);
  const view = new View(runtime, { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Dashboards' own maps show the same, over shapes from elsewhere. */
function asWorldMap(panel: WorldMapPanel | RegionMapPanel | CoordinateMapPanel): WorldMapPanel {
  if (panel.kind === 'worldMap') return panel;
  const { title, metrics } = panel;
  return panel.kind === 'regionMap'
    ? { kind: 'worldMap', title, metrics, countryField: panel.countries.field }
    : { kind: 'worldMap', title, metrics, countryField: '-', locationField: panel.places.field };
}

function withValues({ url, ...source }: VegaData, panel: { kind: string }, answers: PanelResult['answers']): object {
  if (url === undefined) return source;
  const { format: _, ...rest } = source as { format?: unknown };
  const answer = answers.get(panel.kind === 'worldMap' ? source.name : 'panel')?.aggregations ?? {};
  const found = (panel.kind === 'worldMap' ? answer[source.name] : Object.values(answer)[0]) as
    | { buckets?: Record<string, unknown>[] }
    | undefined;
  const isOther = panel.kind === 'coordinateMap' && source.name === 'countries';
  const buckets = isOther ? [] : (found?.buckets ?? []);
  return {
    ...rest,
    values: buckets.map((bucket) => ('centre' in bucket || source.name !== 'places' ? bucket : withCentre(bucket))),
  };
}

const base32 = '0123456789bcdefghjkmnpqrstuvwxyz';

/** A geohash's middle, for answers that do not have the documents' own. */
function withCentre(bucket: Record<string, unknown>): Record<string, unknown> {
  const ranges: [number, number][] = [
    [-180, 180],
    [-90, 90],
  ];
  let isLatitude = 0;
  for (const letter of String(bucket['key'])) {
    for (let bit = 4; bit >= 0; bit--) {
      const range = ranges[isLatitude]!;
      const middle = (range[0] + range[1]) / 2;
      if ((base32.indexOf(letter) >> bit) & 1) range[0] = middle;
      else range[1] = middle;
      isLatitude = 1 - isLatitude;
    }
  }
  const [lon, lat] = ranges.map(([low, high]) => (low + high) / 2);
  return { ...bucket, centre: { location: { lon, lat } } };
}
