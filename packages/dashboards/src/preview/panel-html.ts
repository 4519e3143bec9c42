import MarkdownIt from 'markdown-it';
import { aggregationsOf, bucketLabel, metricLabel, sortedColumn } from '../aggregations.ts';
import { panelPattern } from '../compile/panel-dsl.ts';
import type { TemplateFields } from '../fields.ts';
import type { ControlsPanel, Dashboard, MetricPanel, Panel, SearchPanel, TablePanel, TagCloudPanel } from '../model.ts';
import { chartSvg, type Size } from './charts.ts';
import { escapeHtml, formatMetric } from './format.ts';
import { fieldValue, metricColumns, type Row, rowsOf } from './rows.ts';
import type { PanelResult } from './search-panels.ts';
import { worldSvg } from './world-svg.ts';

const markdown = new MarkdownIt({ html: false, linkify: false });
const nothing = '<p class="empty">Nothing found</p>';
const maxRows = 25;
const maxCell = 120;

/** What stands inside a panel's frame. */
export async function panelHtml(
  dashboard: Dashboard,
  panel: Panel,
  result: PanelResult,
  size: Size,
  fields: TemplateFields,
): Promise<string> {
  if (panel.kind === 'markdown') return `<div class="markdown">${markdown.render(panel.markdown)}</div>`;
  if (panel.kind === 'controls') return controls(panel, result);
  if (result.errors.length > 0) return `<p class="failed">${escapeHtml(result.errors.join('; '))}</p>`;
  if (result.isEmpty && panel.kind !== 'metric') return nothing;
  const pattern = panelPattern(dashboard, panel);
  if (panel.kind === 'search') return searchTable(panel, result, pattern.timeField);
  if (panel.kind === 'worldMap' || panel.kind === 'regionMap' || panel.kind === 'coordinateMap')
    return worldSvg(panel, result, pattern, size);
  const { aggregations, total } = result.answers.get('panel')!;
  const rows = rowsOf(panel, aggregations, total);
  if (rows.length === 0) return nothing;
  const types = fields.ofPattern(pattern);
  const texts = (values: Row['values']) => {
    const formats = panel.metrics.flatMap((metric) =>
      Array<ReturnType<typeof formatMetric>>(metric.kind === 'percentiles' ? metric.percents.length : 1).fill(
        formatMetric(metric, pattern, types),
      ),
    );
    return values.map((value, i) => formats[i]!(value));
  };
  if (panel.kind === 'metric') return metrics(panel, rows, texts);
  if (panel.kind === 'table') return table(panel, rows, texts);
  if (panel.kind === 'tagcloud') return tagCloud(panel, rows);
  return chartSvg(panel, rows, { pattern, types }, size);
}

type Texts = (values: Row['values']) => string[];

function metrics(panel: MetricPanel, rows: readonly Row[], texts: Texts): string {
  const labels = panel.metrics.flatMap((metric) =>
    metric.kind === 'percentiles'
      ? metric.percents.map((percent) => `${percent}% ${metricLabel(metric)}`)
      : [metricLabel(metric)],
  );
  const numbers = rows.flatMap(({ keys, values }) =>
    texts(values).map((text, i) => {
      const label = [...keys, ...(keys.length === 0 || labels.length > 1 ? [labels[i]!] : [])].join(' ');
      const value = values[i];
      return `<div class="metric ${colourOf(panel, value)}"><b>${escapeHtml(text)}</b><span>${escapeHtml(label)}</span></div>`;
    }),
  );
  return `<div class="metrics">${numbers.join('')}</div>`;
}

function colourOf({ ranges }: MetricPanel, value: number | string | undefined): string {
  if (ranges === undefined || typeof value !== 'number') return '';
  return value >= ranges[0]! ? 'bad' : 'good';
}

function table(panel: TablePanel, rows: readonly Row[], texts: Texts): string {
  const heads = [...aggregationsOf(panel).buckets.map(({ bucket }) => bucketLabel(bucket)), ...metricColumns(panel)];
  return htmlTable(
    heads,
    sorted(panel, rows)
      .slice(0, maxRows)
      .map(({ keys, values }) => [...keys, ...texts(values)]),
    aggregationsOf(panel).buckets.length,
  );
}

function sorted(panel: TablePanel, rows: readonly Row[]): readonly Row[] {
  if (panel.lowestFirst === undefined) return rows;
  const at = sortedColumn(panel) - panel.rows.length;
  return rows.toSorted((a, b) => Number(a.values[at] ?? 0) - Number(b.values[at] ?? 0));
}

function searchTable({ search }: SearchPanel, { answers }: PanelResult, timeField: string): string {
  const { hits } = answers.get('panel')!;
  const heads = ['Time', ...search.columns];
  const rows = hits
    .slice(0, 15)
    .map(({ _source }) => [timeField, ...search.columns].map((column) => String(fieldValue(_source, column) ?? '–')));
  return htmlTable(heads, rows, heads.length);
}

/** @param textColumns the columns before the numbers */
function htmlTable(heads: readonly string[], rows: readonly (readonly string[])[], textColumns: number): string {
  const cell = (text: string, i: number) =>
    `<td${i >= textColumns ? ' class="number"' : ''} title="${escapeHtml(text.slice(0, 500))}">${escapeHtml(text.length > maxCell ? `${text.slice(0, maxCell)}…` : text)}</td>`;
  const head = heads
    .map((text, i) => `<th${i >= textColumns ? ' class="number"' : ''}>${escapeHtml(text)}</th>`)
    .join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</tbody></table>`;
}

function tagCloud(_: TagCloudPanel, rows: readonly Row[]): string {
  const most = Math.max(1, ...rows.map(({ values }) => Number(values[0] ?? 0)));
  const words = rows.map(({ keys: [key = ''], values: [value] }) => {
    const size = 11 + 22 * Math.sqrt(Number(value ?? 0) / most);
    return `<span style="font-size:${size.toFixed(1)}px">${escapeHtml(key)}</span>`;
  });
  return `<div class="tags">${words.join(' ')}</div>`;
}

function controls(panel: ControlsPanel, { answers }: PanelResult): string {
  const lists = panel.controls.map(({ field, label }) => {
    const found = answers.get(field)?.aggregations['termsAgg'] as { buckets?: { key: string | number }[] } | undefined;
    const options = (found?.buckets ?? []).slice(0, 50).map(({ key }) => `<option>${escapeHtml(String(key))}</option>`);
    return `<label>${escapeHtml(label)}<select><option>all</option>${options.join('')}</select></label>`;
  });
  return `<div class="controls">${lists.join('')}</div>`;
}
