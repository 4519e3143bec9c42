import { capacityTable, planCapacity } from '@siem/autoscaling-simulator';
import type { Command } from 'commander';

interface Options {
  gbPerDay: string;
  hotDays: string;
  warmDays: string;
  coldDays: string;
  spotPercent: string;
  x86: boolean;
  json: boolean;
}

export function addCapacityCommand(program: Command): void {
  program
    .command('capacity')
    .description(
      'Size an installation: tasks, nodes, shards, storage and what a month costs, by the model of docs/scaling.md',
    )
    .requiredOption('--gb-per-day <n>', 'uncompressed logs a day, in GB')
    .option('--hot-days <n>', 'days on data nodes', '7')
    .option('--warm-days <n>', 'further days on UltraWarm', '23')
    .option('--cold-days <n>', 'further days in cold storage', '335')
    .option('--spot-percent <n>', 'share of the tasks on Fargate Spot', '0')
    .option('--x86', 'tasks on x86 instead of ARM64', false)
    .option('--json', 'for machines', false)
    .action((options: Options) => {
      const gbPerDay = number(options.gbPerDay, '--gb-per-day');
      const capacity = planCapacity({
        gbPerDay,
        hotDays: number(options.hotDays, '--hot-days'),
        warmDays: number(options.warmDays, '--warm-days'),
        coldDays: number(options.coldDays, '--cold-days'),
        spotPercent: number(options.spotPercent, '--spot-percent'),
        architecture: options.x86 ? 'X86_64' : 'ARM64',
      });
      console.log(options.json ? JSON.stringify(capacity) : capacityTable(gbPerDay, capacity));
    });
}

function number(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) throw new Error(`${option} '${text}' is no number of 0 or more`);
  return value;
}
