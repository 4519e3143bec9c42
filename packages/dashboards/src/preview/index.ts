export { type PreviewOptions, previewHtml } from './preview-html.ts';
export { type PanelAnswer, type PanelResult, searchPanels } from './search-panels.ts';
