// What Terraform tells the deployables must be something that they listen to.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { infraFolder } from '../src/index.ts';

const repository = join(infraFolder, '..');
const variable = /\bSIEM_[A-Z][A-Z0-9_]*[A-Z0-9]\b/g;

const namesIn = (files: readonly string[]) =>
  new Set(files.flatMap((file) => readFileSync(file, 'utf8').match(variable) ?? []));

it('every variable that modules and the compose file set is read by the code', () => {
  // Prepare
  const modules = globSync('modules/**/*.tf', { cwd: infraFolder }).map((file) => join(infraFolder, file));
  const code = ['services', 'packages'].flatMap((folder) =>
    globSync(`${folder}/*/src/**/*.ts`, { cwd: repository }).map((file) => join(repository, file)),
  );

  // Act
  const told = namesIn([...modules, join(repository, 'docker-compose.yml')]);
  const heard = namesIn(code);

  // Assess
  expect(told.size).toBeGreaterThan(20);
  expect([...told].filter((name) => !heard.has(name))).toEqual([]);
});

it('every metric that alarms, scaling and the CloudWatch dashboard look at is one that workers report', () => {
  // Prepare
  const modules = globSync('modules/*/*.tf', { cwd: infraFolder }).map((file) => join(infraFolder, file));
  const metric = /\bsiem_[a-z]+_[a-z_]+\b/g;

  // Act
  const looked = new Set(modules.flatMap((file) => readFileSync(file, 'utf8').match(metric) ?? []));
  const reported = readFileSync(join(repository, 'docs/metrics.md'), 'utf8');

  // Assess: docs/metrics.md is generated from the worker's metrics
  expect(looked.size).toBeGreaterThan(3);
  expect([...looked].filter((name) => !reported.includes(`\`${name}\``))).toEqual([]);
});

it('every alarm has a line in docs/deploy.md that says what to do', () => {
  // Prepare
  const text = readFileSync(join(infraFolder, 'modules/observability/alarms.tf'), 'utf8');
  const simple = [...text.matchAll(/^ {6}([a-z-]+) = \{$/gm)].map(([, name]) => name!);
  const others = [...text.matchAll(/alarm_name += "\$\{var\.name\}-([a-z-]+)(\$\{each\.key\})?"/g)]
    .map(([, name, key]) => (key === undefined ? name! : `${name}<log type>`))
    .filter((name) => name !== '-<log type>');

  // Act
  const page = readFileSync(join(repository, 'docs/deploy.md'), 'utf8');

  // Assess
  const alarms = [...simple, ...others];
  expect(alarms.length).toBeGreaterThan(10);
  expect(alarms.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
