import { basename } from 'node:path';
import { installationCost, priceList } from '@siem/autoscaling-simulator';
import { readInstallation } from './example-installation.ts';
import { table } from './module-tables.ts';

/** Volumes (GB of uncompressed logs a day) that each example is made for. */
export const volumesOfExamples: Readonly<Record<string, readonly number[]>> = {
  'quick-start': [0, 1, 5],
  organization: [0, 20, 100],
  'existing-domain': [0, 20, 100],
  serverless: [0, 1, 5],
  'security-lake': [0, 5, 20],
};

/** What an example costs a month, read from its main.tf, as Markdown. */
export function costTable(example: string): string {
  const installation = readInstallation(example);
  const volumes = volumesOfExamples[basename(example)];
  if (volumes === undefined) throw new Error(`${example}: volumesOfExamples does not say what volumes it is made for`);
  const costs = volumes.map((gbPerDay) => installationCost(installation, gbPerDay));
  const items = [...new Set(costs.flatMap(({ items: each }) => Object.keys(each)))];
  const usd = (amount: number | undefined) => (amount === undefined ? '' : amount < 1 ? '< 1' : amount.toFixed(0));
  const days = costs.map(({ hotDays }) => (hotDays === undefined ? '' : `${Math.floor(hotDays)} days`));
  const hasRoom = days.some((text) => text !== '');
  return [
    `USD a month in ${priceList.region}, on demand, without tax and transfer, by the [price list](../../../packages/autoscaling-simulator/src/prices.json) of ${priceList.date} and the model of [scaling.md](../../../docs/scaling.md):`,
    table(
      ['', ...volumes.map((gbPerDay) => (gbPerDay === 0 ? 'without logs' : `${gbPerDay} GB a day`))],
      [
        ...items.map((item) => [item, ...costs.map((cost) => usd(cost.items[item]))]),
        ['**total**', ...costs.map(({ total }) => `**${usd(total)}**`)],
        ...(hasRoom ? [['room on the data nodes', ...days]] : []),
      ],
    ),
  ].join('\n\n');
}
