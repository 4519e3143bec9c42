import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allDashboards, type Dashboard, renderDashboards, TemplateFields, toNdjson } from '@siem/dashboards';
import { previewHtml } from '@siem/dashboards/preview';
import { loadBuiltInLogTypes } from '@siem/log-types';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { Connections } from '../connections.ts';
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
  dashboards
    .command('preview')
    .description('Draw a dashboard from what OpenSearch holds: one HTML page, complete in itself')
    .argument('[name]', 'as `siem dashboards list` says; left away with --all')
    .option('--all', 'every dashboard, into --out as a directory', false)
    .option('--from <time>', "begin of the time range: now-7d, or ISO 8601. Default: the dashboard's")
    .option('--out <path>', 'file; with --all: directory')
    .action(preview);
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

interface PreviewCommandOptions {
  all: boolean;
  from?: string;
  out?: string;
}

async function preview(name: string | undefined, options: PreviewCommandOptions): Promise<void> {
  const chosen = chosenDashboards(name, options.all);
  await using connections = new Connections();
  const fields = await TemplateFields.load();
  const folder = options.all ? userPath(options.out ?? 'dashboards') : undefined;
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  for (const dashboard of chosen) {
    const file =
      folder === undefined ? userPath(options.out ?? `${dashboard.name}.html`) : join(folder, `${dashboard.name}.html`);
    const from = options.from === undefined ? {} : { from: options.from };
    writeFileSync(file, await previewHtml(connections.opensearch, dashboard, { fields, now: new Date(), ...from }));
    console.log(file);
  }
}

function chosenDashboards(name: string | undefined, all: boolean): readonly Dashboard[] {
  if (all) return allDashboards;
  const found = allDashboards.filter((dashboard) => dashboard.name === name);
  if (found.length > 0) return found;
  const known = allDashboards.map((dashboard) => dashboard.name).join(', ');
  throw new Error(
    `${name === undefined ? 'Name a dashboard, or give --all' : `There is no dashboard '${name}'`}; known: ${known}`,
  );
}
