import type { ControlsPanel, Dashboard, MarkdownPanel, SavedSearch } from './model.ts';
import { slug } from './render/saved-object.ts';

export function dashboardId(name: string): string {
  return `siem-${name}`;
}

export function searchId(dashboard: Dashboard, search: SavedSearch): string {
  return `siem-${dashboard.name}-search-${slug(search.title)}`;
}

/**
 * What the dashboard shows and where to go on. Links are relative to the page (`…/app/dashboards`), so they hold under
 * any base path or workspace; `discover#/view/ID` opens a saved search.
 */
export function navigationPanel(dashboard: Dashboard): MarkdownPanel {
  const searches = dashboard.searches.map(
    (search) => `[${search.title}](discover#/view/${searchId(dashboard, search)})`,
  );
  const lines = [
    `### ${dashboard.title}`,
    dashboard.description,
    ...(searches.length === 0 ? [] : [`**The events:** ${searches.join(' · ')}`]),
    `**Other dashboards:** [All](dashboards#/list)`,
  ];
  return { kind: 'markdown', title: 'About', markdown: lines.join('\n\n') };
}

export function controlsPanel(dashboard: Dashboard): ControlsPanel {
  return { kind: 'controls', title: 'Controls', controls: dashboard.controls };
}
