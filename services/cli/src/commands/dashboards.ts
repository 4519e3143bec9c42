import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allDashboards, renderDashboards, toNdjson } from '@siem/dashboards';
import { loadBuiltInLogTypes } from '@siem/log-types';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { userPath } from '../paths.ts';

export function addDashboardsCommand(program: Command): void {
  const dashboards = program.command('dashboards').description('The dashboards as files');
  dashboards
    .command('list')
    .description('Dashboards and their panels')
    .option('--json', 'for machines', false)
    .action(({ json }: { json: boolean }) => list(json));
  dashboards
    .command('render')
    .description('Write saved objects of OpenSearch Dashboards: one NDJSON file a dashboard, each importable alone')
    .requiredOption('--out <dir>', 'directory, made where it is missing')
    .option('--json', 'for machines', false)
    .action(({ out, json }: { out: string; json: boolean }) => render(userPath(out), json));
}

function list(json: boolean): void {
  const rows = allDashboards.map(({ name, title, rows: panelRows }) => ({
    name,
    title,
    panels: panelRows.flat().length,
  }));
  if (json) {
    console.log(JSON.stringify(rows));
    return;
  }
  const table = new Table({ head: ['name', 'title', 'panels'], style: { head: [], border: [], compact: true } });
  for (const { name, title, panels } of rows) table.push([name, title, panels]);
  console.log(table.toString());
}

async function render(folder: string, json: boolean): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const rendered = await renderDashboards(await loadBuiltInLogTypes());
  for (const { file, objects } of rendered) writeFileSync(join(folder, file), toNdjson(objects));
  if (json) {
    console.log(JSON.stringify(rendered.map(({ file, objects }) => ({ file, objects: objects.length }))));
    return;
  }
  for (const { file, objects } of rendered) console.log(`${join(folder, file)}  ${objects.length} saved objects`);
}
