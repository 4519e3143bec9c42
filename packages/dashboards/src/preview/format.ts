import type { FieldTypes } from '../fields.ts';
import type { FieldFormat, IndexPattern, Metric } from '../model.ts';
import { formatOf } from '../render/index-pattern.ts';

/** Narrow columns break a time between day and hour only. */
const nonBreakingHyphen = '\u2011';
const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const durations = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** A number as Dashboards would show it, by the format of its field. */
export function formatNumber(value: number, format: FieldFormat | undefined): string {
  switch (format) {
    case 'bytes': {
      const power = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), byteUnits.length - 1);
      return `${numbers.format(value / 1000 ** power)} ${byteUnits[power]}`;
    }
    case 'nanoseconds':
      return `${durations.format(value / 1e9)} s`;
    case 'milliseconds':
      return `${durations.format(value / 1000)} s`;
    case 'seconds':
      return `${durations.format(value)} s`;
    case 'plain-number':
      return String(value);
    default:
      return numbers.format(value);
  }
}

/** How a metric's numbers are shown; times are epoch milliseconds in answers. */
export function formatMetric(metric: Metric, pattern: IndexPattern, types: FieldTypes) {
  const format = metricFormat(metric, pattern, types);
  return (value: number | string | undefined): string => {
    if (value === undefined) return '–';
    if (typeof value === 'string') return value;
    return format === 'date'
      ? new Date(value).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', nonBreakingHyphen)
      : formatNumber(value, format);
  };
}

/** The format of what is measured; counts have none. */
export function metricFormat(
  metric: Metric,
  pattern: IndexPattern,
  types: FieldTypes,
): FieldFormat | 'date' | undefined {
  const measured = 'bucket' in metric ? metric.metric : metric;
  if (!('field' in measured) || measured.kind === 'cardinality') return undefined;
  return formatOf(pattern, measured.field, types.get(measured.field) ?? '');
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
