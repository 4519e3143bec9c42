import Table from 'cli-table3';
import pc from 'picocolors';
import { type Capacity, priceList, rateText } from './capacity.ts';
import type { Scenario } from './scenarios.ts';

export function scenarioTable(scenarios: readonly Scenario[]): string {
  const rows = scenarios.map(({ tbPerDay, trace, summary, costPerMonth }) => [
    `${tbPerDay}`,
    trace.name,
    duration(summary.p50Seconds),
    duration(summary.p99Seconds),
    `${summary.fewestTasks}-${summary.mostTasks}`,
    summary.meanTasks.toFixed(1),
    summary.turnsPerDay.toFixed(1),
    `${summary.throttledMinutes}`,
    costPerMonth.toLocaleString('en-US', { maximumFractionDigits: 0 }),
    summary.left > 0 ? `${summary.left.toLocaleString('en-US')}` : '',
  ]);
  const head = [
    'TB/day',
    'trace',
    'delay p50',
    'p99',
    'tasks',
    'mean',
    'turns/day',
    'throttled min',
    'USD/month',
    'left',
  ];
  return lines(head, rows, 1);
}

export function capacityTable(gbPerDay: number, capacity: Capacity): string {
  const { tasks, dataNodes, masters, warmNodes, shards, storage, cost } = capacity;
  const number = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  const facts = [
    [
      'logs',
      `${number(gbPerDay)} GB a day, ${rateText(capacity.meanBytesPerSecond)} on average, ${rateText(capacity.peakBytesPerSecond)} at peak`,
    ],
    ['tasks', `${tasks.mean.toFixed(1)} on average (worker.min_tasks = ${tasks.min}, worker.max_tasks = ${tasks.max})`],
    [
      'data nodes',
      `${dataNodes.count} x ${dataNodes.type}, ${number(dataNodes.volumeGib)} GiB each, ${dataNodes.zones} zones; they take ${rateText(capacity.openSearchBytesPerSecond)}`,
    ],
    ['master nodes', masters ? `${masters.count} x ${masters.type}` : 'none, data nodes do it'],
    ['UltraWarm nodes', warmNodes ? `${warmNodes.count} x ${warmNodes.type}` : 'none'],
    [
      'shards',
      `${shards.primariesPerDay} primaries a day of ${shards.gibEach.toFixed(1)} GiB, ${number(shards.hot)} hot with replicas`,
    ],
    [
      'storage',
      `hot ${number(storage.hotGib)} GiB (with replicas), warm ${number(storage.warmGib)} GiB, cold ${number(storage.coldGib)} GiB, S3 ${number(storage.s3Gib)} GiB`,
    ],
  ];
  const { total, ...items } = cost;
  const costs = Object.entries(items).filter(([, amount]) => amount > 0);
  return [
    lines(['', ''], facts, 2),
    '',
    lines(
      ['USD a month', ''],
      [...costs.map(([item, amount]) => [item, number(amount)]), [pc.bold('total'), pc.bold(number(total))]],
      1,
    ),
    '',
    pc.dim(`Prices of ${priceList.date} in ${priceList.region}: ${priceList.source}.`),
  ].join('\n');
}

function lines(head: readonly string[], rows: readonly (readonly string[])[], leftColumns: number): string {
  const none = [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'right',
    'right-mid',
    'mid',
    'mid-mid',
  ];
  const table = new Table({
    ...(head.some((name) => name !== '') ? { head: head.map((name) => pc.dim(name)) } : {}),
    colAligns: head.map((_, i) => (i < leftColumns ? 'left' : 'right')),
    chars: { ...Object.fromEntries(none.map((name) => [name, ''])), middle: ' ' },
    style: { head: [], border: [], 'padding-left': 1, 'padding-right': 1 },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
