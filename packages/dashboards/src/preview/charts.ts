import { type EChartsOption, init, type LegendComponentOption, type SeriesOption } from 'echarts';
import { aggregationsOf } from '../aggregations.ts';
import type { FieldTypes } from '../fields.ts';
import type { FieldFormat, HeatmapPanel, IndexPattern, PiePanel, XyPanel } from '../model.ts';
import { formatNumber, metricFormat } from './format.ts';
import { metricColumns, type Row } from './rows.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a panel searches, and what it finds there. */
interface Fields {
  readonly pattern: IndexPattern;
  readonly types: FieldTypes;
}

const palette = [
  '#00508f',
  '#1ba3a3',
  '#e07b39',
  '#8a5fbf',
  '#c94f7c',
  '#6b8e23',
  '#b0883a',
  '#4f6d7a',
  '#d64545',
  '#3a7d44',
];
const maxSeries = 12;
const maxLabel = 28;

/** A chart as SVG text; ECharts escapes what it writes into it. */
export function chartSvg(
  panel: XyPanel | PiePanel | HeatmapPanel,
  rows: readonly Row[],
  { pattern, types }: Fields,
  { width, height }: Size,
): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({
      animation: false,
      color: palette,
      ...optionOf(panel, rows, { pattern, types }, { width, height }),
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

function optionOf(
  panel: XyPanel | PiePanel | HeatmapPanel,
  rows: readonly Row[],
  fields: Fields,
  { width, height }: Size,
): EChartsOption {
  if (panel.kind === 'pie') return pie(rows, { width, height });
  return panel.kind === 'heatmap' ? heatmap(rows) : xy(panel, rows, fields, { width, height });
}

function shortened(text: string): string {
  return text.length <= maxLabel ? text : `${text.slice(0, maxLabel - 1)}…`;
}

/** Rings from the inside out, one a bucket. */
function pie(rows: readonly Row[], { width, height }: Size): EChartsOption {
  const depth = rows[0]?.keys.length ?? 1;
  const rings = Array.from({ length: depth }, (_, level) => ring(rows, level));
  const isNarrow = width < 360;
  const ringWidth = 62 / depth;
  return {
    legend: isNarrow
      ? { show: false }
      : legend(
          rings.flat().map(({ name }) => name),
          width * 0.4,
          height,
        ),
    series: rings.map((data, level) => ({
      type: 'pie',
      center: isNarrow ? ['50%', '52%'] : ['32%', '50%'],
      radius: [
        `${level === 0 ? (depth === 1 ? 38 : 16) : 16 + level * ringWidth}%`,
        `${16 + (level + 1) * ringWidth}%`,
      ],
      label: isNarrow && level === depth - 1 ? { fontSize: 10, formatter: '{b}' } : { show: false },
      data,
    })),
  };
}

const legendRow = 22;

/** One column at the right, with as many names as find room. */
function legend(names: readonly string[], width: number, height: number): LegendComponentOption {
  return {
    type: 'plain',
    orient: 'vertical',
    right: 0,
    top: 4,
    itemWidth: 10,
    itemHeight: 10,
    itemGap: 6,
    data: [...new Set(names)].slice(0, Math.max(1, Math.floor((height - 8) / legendRow))),
    textStyle: { fontSize: 11, width: width - 24, overflow: 'truncate' },
  };
}

function ring(rows: readonly Row[], level: number): { name: string; value: number }[] {
  const sums = new Map<string, { name: string; value: number }>();
  for (const { keys, values } of rows) {
    const path = keys.slice(0, level + 1).join('\n');
    const entry = sums.get(path) ?? { name: shortened(keys[level] ?? ''), value: 0 };
    entry.value += Number(values[0] ?? 0);
    sums.set(path, entry);
  }
  return [...sums.values()].sort((a, b) => (level === 0 ? b.value - a.value : 0));
}

function xy(panel: XyPanel, rows: readonly Row[], { pattern, types }: Fields, { width, height }: Size): EChartsOption {
  const { buckets } = aggregationsOf(panel);
  const xAt = buckets.findIndex(({ schema }) => schema === 'segment');
  const isTime = panel.x.kind === 'date_histogram';
  const labels = [...new Set(rows.map(({ keys }) => keys[xAt]!))];
  if (isTime) labels.sort();
  const names = metricColumns(panel);
  const points = new Map<string, Map<string, number>>();
  for (const { keys, values } of rows) {
    const group = keys.filter((_, i) => i !== xAt).join(' / ');
    values.forEach((value, i) => {
      const name = [group, ...(names.length > 1 || group === '' ? [names[i]!] : [])]
        .filter((part) => part !== '')
        .join(': ');
      const series = points.get(name) ?? new Map<string, number>();
      series.set(keys[xAt]!, Number(value ?? 0));
      points.set(name, series);
    });
  }
  const format = axisFormat(panel, pattern, types);
  const category = {
    type: 'category' as const,
    data: labels.map((label) => (isTime ? timeLabel(label, labels) : shortened(label))),
    axisLabel: { fontSize: 10, hideOverlap: true },
    ...(panel.horizontal && { inverse: true }),
  };
  const value = {
    type: 'value' as const,
    axisLabel: { fontSize: 10, formatter: (number: number) => formatNumber(number, format), hideOverlap: true },
    splitLine: { lineStyle: { color: '#e6e9ef' } },
    ...(panel.yTitle !== undefined && {
      name: panel.yTitle,
      nameTextStyle: { fontSize: 10 },
      nameLocation: 'middle' as const,
      nameGap: 44,
    }),
  };
  const withLegend = points.size > 1;
  return {
    grid: { left: 8, right: withLegend && width > 420 ? 150 : 16, top: 14, bottom: 6, containLabel: true },
    legend: withLegend && width > 420 ? legend([...points.keys()].map(shortened), 150, height) : { show: false },
    ...(panel.horizontal ? { xAxis: value, yAxis: category } : { xAxis: category, yAxis: value }),
    series: [...points].slice(0, maxSeries).map(([name, series]) =>
      seriesOf(
        panel,
        shortened(name),
        labels.map((label) => series.get(label) ?? 0),
      ),
    ),
  };
}

function seriesOf({ kind, mode }: XyPanel, name: string, data: number[]): SeriesOption {
  const stack = mode === 'stacked' && kind !== 'line' ? { stack: 'all' } : {};
  if (kind === 'bar') return { type: 'bar', name, data, barMaxWidth: 28, ...stack };
  return {
    type: 'line',
    name,
    data,
    showSymbol: data.length < 3,
    lineStyle: { width: 1.5 },
    ...(kind === 'area' && { areaStyle: { opacity: 0.35 } }),
    ...stack,
  };
}

/** Of the axis, which all metrics share. */
function axisFormat({ metrics: [metric] }: XyPanel, pattern: IndexPattern, types: FieldTypes): FieldFormat | undefined {
  const format = metric && metricFormat(metric, pattern, types);
  return format === 'date' ? undefined : format;
}

/** Hours within a day, else days too. */
function timeLabel(label: string, all: readonly string[]): string {
  const isOneDay = all[0]?.slice(0, 10) === all.at(-1)?.slice(0, 10);
  const time = label.slice(11, 16);
  return isOneDay ? time : time === '00:00' || time === '' ? label.slice(5, 10) : `${label.slice(5, 10)} ${time}`;
}

function heatmap(rows: readonly Row[]): EChartsOption {
  const xs = [...new Set(rows.map(({ keys }) => keys[0]!))].sort();
  const ys = [...new Set(rows.map(({ keys }) => keys[1]!))];
  const data = rows.map(({ keys, values }) => [xs.indexOf(keys[0]!), ys.indexOf(keys[1]!), Number(values[0] ?? 0)]);
  const most = Math.max(1, ...data.map(([, , value]) => value!));
  return {
    grid: { left: 8, right: 16, top: 8, bottom: 40, containLabel: true },
    xAxis: {
      type: 'category',
      data: xs.map((x) => (/^\d{4}-/.test(x) ? timeLabel(x, xs) : shortened(x))),
      axisLabel: { fontSize: 10 },
    },
    yAxis: { type: 'category', data: ys.map(shortened), axisLabel: { fontSize: 10 } },
    visualMap: {
      min: 0,
      max: most,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemHeight: 90,
      inRange: { color: ['#fff7e6', '#e07b39', '#8a1c1c'] },
      textStyle: { fontSize: 10 },
    },
    series: [{ type: 'heatmap', data }],
  };
}
