import type { LogTypeDefinition } from '@siem/log-type';
import { sortedColumn } from '../aggregations.ts';
import { panelPattern, panelQuery } from '../compile/panel-dsl.ts';
import { allDashboards } from '../dashboards/index.ts';
import { TemplateFields } from '../fields.ts';
import { layOut, type PlacedPanel } from '../layout.ts';
import type { Dashboard, IndexPattern, SavedSearch } from '../model.ts';
import { dashboardId, searchId } from '../navigation.ts';
import { indexPatternObject } from './index-pattern.ts';
import { type SavedObject, type SavedObjectReference, searchSourceIndex, slug } from './saved-object.ts';
import { controlReference, visState } from './vis-state.ts';

export interface RenderedDashboard {
  readonly name: string;
  readonly title: string;
  /** `cloudtrail.ndjson` */
  readonly file: string;
  /** Everything the dashboard needs, the dashboard last. */
  readonly objects: readonly SavedObject[];
}

/** All dashboards as saved objects; each can be imported without the others. */
export async function renderDashboards(definitions?: readonly LogTypeDefinition[]): Promise<RenderedDashboard[]> {
  const fields = await TemplateFields.load(definitions);
  return allDashboards.map((dashboard) => renderDashboard(dashboard, fields));
}

/** Lines as Dashboards exports and imports them. */
export function toNdjson(objects: readonly SavedObject[]): string {
  return objects.map((object) => `${JSON.stringify(object)}\n`).join('');
}

export function renderDashboard(dashboard: Dashboard, fields: TemplateFields): RenderedDashboard {
  const patterns = new Map<string, IndexPattern>();
  const objects: SavedObject[] = [];
  const placed = layOut(dashboard);
  for (const search of dashboard.searches) {
    const pattern = search.pattern ?? dashboard.pattern;
    patterns.set(pattern.id, pattern);
    objects.push(searchObject(dashboard, search, pattern));
  }
  for (const { panel } of placed) {
    if (panel.kind === 'search') continue;
    const pattern = panelPattern(dashboard, panel);
    if (panel.kind !== 'markdown') patterns.set(pattern.id, pattern);
    objects.push(visualizationObject(dashboard, panel, pattern));
  }
  return {
    name: dashboard.name,
    title: dashboard.title,
    file: `${dashboard.name}.ndjson`,
    objects: [
      ...[...patterns.values()].map((pattern) => indexPatternObject(pattern, fields.ofPattern(pattern))),
      ...objects,
      dashboardObject(dashboard, placed),
    ],
  };
}

function searchObject(dashboard: Dashboard, search: SavedSearch, pattern: IndexPattern): SavedObject {
  const query = panelQuery(dashboard, { kind: 'search', title: search.title, search });
  return {
    type: 'search',
    id: searchId(dashboard, search),
    attributes: {
      title: `${dashboard.title}: ${search.title}`,
      description: '',
      hits: 0,
      columns: [...search.columns],
      sort: [[pattern.timeField, 'desc']],
      version: 1,
      kibanaSavedObjectMeta: searchSource(query, { highlightAll: true, version: true }, true),
    },
    references: [{ name: searchSourceIndex, type: 'index-pattern', id: pattern.id }],
    migrationVersion: { search: '7.9.3' },
  };
}

function visualizationObject(
  dashboard: Dashboard,
  panel: Exclude<PlacedPanel['panel'], { kind: 'search' }>,
  pattern: IndexPattern,
): SavedObject {
  const title = `${dashboard.title}: ${panel.title}`;
  const query = panelQuery(dashboard, panel);
  // Text, controls and Vega say themselves where their data is.
  const ownSource = panel.kind === 'markdown' || panel.kind === 'controls' || panel.kind === 'worldMap';
  const controls = panel.kind === 'controls' ? panel.controls : [];
  const references: SavedObjectReference[] = ownSource
    ? controls.map((_, i) => ({ name: controlReference(i), type: 'index-pattern', id: pattern.id }))
    : [{ name: searchSourceIndex, type: 'index-pattern', id: pattern.id }];
  return {
    type: 'visualization',
    id: panelId(dashboard, panel.title),
    attributes: {
      title,
      description: '',
      visState: JSON.stringify(visState(panel, title, pattern, query)),
      uiStateJSON: JSON.stringify(uiState(panel)),
      version: 1,
      kibanaSavedObjectMeta: searchSource(ownSource ? '' : query, {}, !ownSource),
    },
    references,
    migrationVersion: { visualization: '7.10.0' },
  };
}

/** What people would have clicked: the column that a table is sorted by. */
function uiState(panel: PlacedPanel['panel']): Record<string, unknown> {
  if (panel.kind !== 'table' || panel.lowestFirst === undefined) return {};
  return { vis: { sortColumn: { colIndex: sortedColumn(panel), direction: 'asc' } } };
}

function searchSource(query: string, more: Record<string, unknown>, hasIndex: boolean) {
  return {
    searchSourceJSON: JSON.stringify({
      ...more,
      query: { query, language: 'lucene' },
      filter: [],
      ...(hasIndex && { indexRefName: searchSourceIndex }),
    }),
  };
}

export function panelId(dashboard: Dashboard, title: string): string {
  return `siem-${dashboard.name}-${slug(title)}`;
}

function dashboardObject(dashboard: Dashboard, placed: readonly PlacedPanel[]): SavedObject {
  const panels = placed.map(({ panel, x, y, w, h }, i) => ({
    version: '2.19.0',
    gridData: { x, y, w, h, i: String(i) },
    panelIndex: String(i),
    embeddableConfig: panel.kind === 'markdown' ? { hidePanelTitles: true } : {},
    title: panel.title,
    panelRefName: `panel_${i}`,
  }));
  const references = placed.map(({ panel }, i): SavedObjectReference => {
    const name = `panel_${i}`;
    return panel.kind === 'search'
      ? { name, type: 'search', id: searchId(dashboard, panel.search) }
      : { name, type: 'visualization', id: panelId(dashboard, panel.title) };
  });
  return {
    type: 'dashboard',
    id: dashboardId(dashboard.name),
    attributes: {
      title: dashboard.title,
      description: dashboard.description,
      hits: 0,
      panelsJSON: JSON.stringify(panels),
      optionsJSON: JSON.stringify({ hidePanelTitles: false, useMargins: true }),
      version: 1,
      timeRestore: true,
      timeFrom: dashboard.timeFrom,
      timeTo: 'now',
      refreshInterval: { pause: true, value: 0 },
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({ query: { query: '', language: 'kuery' }, filter: [] }),
      },
    },
    references,
    migrationVersion: { dashboard: '7.9.3' },
  };
}
