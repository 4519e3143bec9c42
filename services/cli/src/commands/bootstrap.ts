import { createInterface } from 'node:readline/promises';
import {
  type Bootstrap,
  countsText,
  type FullPlan,
  failuresText,
  isInPlace,
  openBootstrap,
  type PlannedObject,
  planText,
  printable,
} from '@siem/bootstrap';
import { renderDashboards } from '@siem/dashboards';
import { loadBuiltInLogTypes } from '@siem/log-types';
import type { Command } from 'commander';
import { userPath } from '../paths.ts';

interface Options {
  config?: string;
  adopt: string[];
  json: boolean;
  all: boolean;
  yes: boolean;
  exitCode: boolean;
}

export function addBootstrapCommand(program: Command): void {
  const bootstrap = program
    .command('bootstrap')
    .description('Templates, lifecycle, roles, monitors and dashboards: bring OpenSearch to the declared state');
  add(bootstrap, 'plan', 'Show what apply would create, change and remove; changes nothing')
    .option('--exit-code', 'end with 2 when there is something to apply', false)
    .action((options: Options) => withBootstrap(options, (opened) => plan(opened, options)));
  add(bootstrap, 'apply', 'Bring the cluster to the declared state; asks first on a terminal')
    .option('--yes', 'do not ask', false)
    .action((options: Options) => withBootstrap(options, (opened, url) => apply(opened, url, options)));
  add(bootstrap, 'verify', 'Read everything back; ends with 1 when something is not as declared').action(
    (options: Options) => withBootstrap(options, (opened) => verify(opened, options)),
  );
  add(bootstrap, 'destroy', 'Remove what bootstrap made, and nothing else; indexes and their documents stay')
    .option('--yes', 'do not ask', false)
    .action((options: Options) => withBootstrap(options, (opened, url) => destroy(opened, url, options)));
}

function add(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--config <file>', 'YAML or JSON; default: SIEM_BOOTSTRAP_CONFIG')
    .option('--adopt <kind/name>', "take over a user's object of our name; repeatable; or 'all'", collect, [])
    .option('--all', 'also show what stays as it is, and every index with other types than its template', false)
    .option('--json', 'for machines', false);
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

async function withBootstrap(options: Options, run: (opened: Bootstrap, url: string) => Promise<void>): Promise<void> {
  const definitions = await loadBuiltInLogTypes();
  await using opened = openBootstrap(process.env, {
    definitions,
    savedObjects: await renderDashboards(definitions),
    ...(options.config !== undefined && { configFile: userPath(options.config) }),
    adopt: options.adopt,
  });
  await run(opened.bootstrap, opened.url);
}

async function plan(bootstrap: Bootstrap, options: Options): Promise<void> {
  const found = await bootstrap.plan({ allIndexes: options.all });
  print(options, planJson(found), () => planText(found, { all: options.all }));
  if (options.exitCode && !isInPlace(found)) process.exitCode = 2;
}

async function apply(bootstrap: Bootstrap, url: string, options: Options): Promise<void> {
  if (!options.json) {
    const found = await bootstrap.plan();
    console.log(planText(found, { all: options.all }));
    if (isInPlace(found)) return;
    // Where nobody is there to ask, as in a pipeline, the command is the answer: apply never touches what is not ours.
    if (process.stdin.isTTY && !(await isAgreed(`Apply this to ${url}?`, options))) return;
  }
  const started = performance.now();
  const { done, failures, plan: applied } = await bootstrap.apply();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  print(
    options,
    { ...planJson(applied), done: done.map(objectJson), failures },
    () => `\nDone in ${seconds} s: ${countsText(done)}`,
  );
  if (failures.length === 0) return;
  if (!options.json) console.error(failuresText(failures));
  process.exitCode = 1;
}

async function verify(bootstrap: Bootstrap, options: Options): Promise<void> {
  const { plan: found, deviations } = await bootstrap.verify();
  print(options, { ...planJson(found), deviations: deviations.map(objectJson) }, () =>
    deviations.length === 0
      ? `Everything is as declared: ${countsText(found.objects)}`
      : planText({ ...found, objects: deviations }, { all: options.all }),
  );
  if (deviations.length > 0) process.exitCode = 1;
}

async function destroy(bootstrap: Bootstrap, url: string, options: Options): Promise<void> {
  const objects = await bootstrap.planDestroy();
  if (!options.json) {
    for (const { kind, name } of objects) console.log(`  - ${kind}/${printable(name)}`);
    console.log(`${objects.length} to remove. Indexes and their documents stay.`);
    if (objects.length > 0 && !(await isAgreed(`Remove these from ${url}?`, options))) return;
  } else if (!options.yes) throw new Error('destroy --json asks nothing, so it needs --yes');
  const { done, failures } = await bootstrap.destroy(objects);
  print(options, { done: done.map(objectJson), failures }, () => `Removed ${done.length}`);
  if (failures.length === 0) return;
  if (!options.json) console.error(failuresText(failures));
  process.exitCode = 1;
}

async function isAgreed(question: string, { yes }: Options): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new Error('Nobody is here to ask; --yes goes on without asking');
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await prompt.question(`\n${question} [y/N] `)).trim());
  } finally {
    prompt.close();
  }
}

function planJson({ facts, unavailable, objects, indexConflicts }: FullPlan) {
  return { facts, unavailable, objects: objects.map(objectJson), indexConflicts };
}

function objectJson({ kind, name, action, differences, changedOutside }: PlannedObject) {
  return { kind, name, action, differences, ...(changedOutside && { changedOutside }) };
}

function print({ json }: Options, value: unknown, text: () => string): void {
  console.log(json ? JSON.stringify(value) : text());
}
