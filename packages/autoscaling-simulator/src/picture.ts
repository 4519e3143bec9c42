import * as echarts from 'echarts';
import type { Scenario } from './scenarios.ts';

const width = 1500;
const rowHeight = 190;

/** Delay and tasks over time, a row a trace and a column a volume, as SVG. */
export function drawScenarios(scenarios: readonly Scenario[]): string {
  const columns = [...new Set(scenarios.map(({ tbPerDay }) => tbPerDay))];
  const rows = [...new Set(scenarios.map(({ trace }) => trace.name))];
  const height = rows.length * rowHeight + 60;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  const place = (scenario: Scenario) => {
    const column = columns.indexOf(scenario.tbPerDay);
    const row = rows.indexOf(scenario.trace.name);
    const cell = width / columns.length;
    return { left: column * cell + 55, top: row * rowHeight + 65, width: cell - 115, height: rowHeight - 75 };
  };
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    legend: { top: 5, data: ['tasks', 'delay (minutes)'] },
    title: scenarios.map((scenario) => ({
      text: `${scenario.trace.name}, ${scenario.tbPerDay} TB a day`,
      left: place(scenario).left,
      top: place(scenario).top - 28,
      textStyle: { fontSize: 12 },
    })),
    grid: scenarios.map(place),
    xAxis: scenarios.map((_, i) => ({
      type: 'value',
      gridIndex: i,
      name: 'h',
      min: 0,
      max: 'dataMax',
      splitLine: { show: false },
    })),
    yAxis: scenarios.flatMap((_, i) => [
      { type: 'value', gridIndex: i, min: 0, splitNumber: 3 },
      { type: 'value', gridIndex: i, min: 0, splitNumber: 3, position: 'right', splitLine: { show: false } },
    ]),
    series: scenarios.flatMap(({ simulation }, i) => [
      {
        name: 'tasks',
        type: 'line',
        step: 'end',
        showSymbol: false,
        sampling: 'max',
        color: '#1f77b4',
        xAxisIndex: i,
        yAxisIndex: 2 * i,
        data: simulation.minutes.map(({ seconds, tasks }) => [seconds / 3600, tasks]),
      },
      {
        name: 'delay (minutes)',
        type: 'line',
        showSymbol: false,
        sampling: 'max',
        color: '#d62728',
        lineStyle: { width: 1 },
        xAxisIndex: i,
        yAxisIndex: 2 * i + 1,
        data: simulation.minutes.map(({ seconds, delaySeconds }) => [seconds / 3600, delaySeconds / 60]),
      },
    ]),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
