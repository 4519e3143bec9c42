// npm run simulate: arrivals of logs against the scaling policy, as a table and a picture.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import {
  drawScenarios,
  readModuleDefaults,
  readTerraformPolicy,
  runScenarios,
  type ScalingPolicy,
  scenarioTable,
  traces,
} from './index.ts';

const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const moduleFolder = join(repositoryRoot, 'infra-terraform/modules/worker');
const callerFolder = process.env['SIEM_INVOKED_FROM'] ?? process.cwd();

interface Options {
  plan?: string;
  out: string;
  tbPerDay: string;
  trace?: string;
  json?: boolean;
}

const program = new Command('simulate')
  .description('Replays arrivals of logs against the scaling policy of the worker')
  .option('--plan <file>', 'output of `terraform show -json PLAN` or of the state; without it the module defaults')
  .option('--tb-per-day <list>', 'volumes, comma separated (TB of uncompressed logs a day)', '1,10,100')
  .option('--trace <name>', `one of ${traces.map(({ name }) => name).join(', ')}; all without it`)
  .option('--out <file>', 'picture (SVG)', join(repositoryRoot, '.local/simulation.svg'))
  .option('--json', 'summary as JSON instead of the table');

program.action((options: Options) => {
  const policy = readPolicy(options.plan);
  const chosen = options.trace === undefined ? traces : traces.filter(({ name }) => name === options.trace);
  if (chosen.length === 0)
    throw new Error(`--trace is '${options.trace}'; right is one of ${traces.map(({ name }) => name).join(', ')}`);
  const volumes = options.tbPerDay.split(',').map(Number);
  if (!volumes.every((volume) => volume > 0))
    throw new Error(`--tb-per-day is '${options.tbPerDay}'; right are numbers above 0, comma separated`);
  const scenarios = runScenarios(policy, volumes, chosen);
  const file = resolve(callerFolder, options.out);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, drawScenarios(scenarios));
  if (options.json) {
    const rows = scenarios.map(({ tbPerDay, trace, summary, costPerMonth }) => ({
      tbPerDay,
      trace: trace.name,
      ...summary,
      costPerMonth,
    }));
    console.log(JSON.stringify(rows, null, 2));
    return;
  }
  for (const { name, target, scaleOutCooldownSeconds, scaleInCooldownSeconds } of policy.targets)
    console.log(
      `${name}: target ${target}, rest ${scaleOutCooldownSeconds} s after adding, ${scaleInCooldownSeconds} s after removing`,
    );
  console.log(`\n${scenarioTable(scenarios)}\n\nPicture: ${relative(callerFolder, file) || file}`);
});

function readPolicy(plan: string | undefined): ScalingPolicy {
  return plan === undefined
    ? readModuleDefaults(moduleFolder)
    : readTerraformPolicy(readFileSync(resolve(callerFolder, plan), 'utf8'));
}

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
