import type { FieldFormat, IndexPattern, Metric } from '../model.ts';

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** A number as Dashboards would show it, by the format of its field. */
export function formatNumber(value: number, format: FieldFormat | undefined): string {
  switch (format) {
    case 'bytes': {
      const power = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), byteUnits.length - 1);
      return `${numbers.format(value / 1000 ** power)} ${byteUnits[power]}`;
    }
    case 'nanoseconds':
      return `${numbers.format(value / 1e6)} ms`;
    case 'milliseconds':
      return value >= 10_000 ? `${numbers.format(value / 1000)} s` : `${numbers.format(value)} ms`;
    case 'seconds':
      return `${numbers.format(value)} s`;
    case 'plain-number':
      return String(value);
    default:
      return numbers.format(value);
  }
}

/** How a metric's numbers are shown; times are epoch milliseconds in answers. */
export function formatMetric(metric: Metric, pattern: IndexPattern, types: ReadonlyMap<string, string>) {
  const field =
    'field' in metric ? metric.field : 'bucket' in metric && 'field' in metric.metric ? metric.metric.field : '';
  const isTime = (metric.kind === 'min' || metric.kind === 'max') && (types.get(field) ?? '').startsWith('date');
  const format = metric.kind === 'cardinality' || metric.kind === 'count' ? undefined : pattern.formats[field];
  return (value: number | string | undefined): string => {
    if (value === undefined) return '–';
    if (typeof value === 'string') return value;
    return isTime ? new Date(value).toISOString().slice(0, 19).replace('T', ' ') : formatNumber(value, format);
  };
}

/** For HTML text and attributes. Everything that comes from logs goes through it. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
