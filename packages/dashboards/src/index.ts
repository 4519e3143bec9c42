export { compilePanel, type PanelSearch } from './compile/panel-dsl.ts';
export { parseTime, type TimeRange } from './compile/time-range.ts';
export { allDashboards } from './dashboards/index.ts';
export { TemplateFields } from './fields.ts';
export { layOut, type PlacedPanel } from './layout.ts';
export type { Dashboard, IndexPattern, Metric, Panel } from './model.ts';
export { type RenderedDashboard, renderDashboards, toNdjson } from './render/render.ts';
export type { SavedObject } from './render/saved-object.ts';
