import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawScenarios, readModuleDefaults, runScenarios } from '../src/index.ts';
import { scalingPage } from '../src/scaling-page.ts';

const root = join(import.meta.dirname, '..', '..', '..');
export const workerModule = join(root, 'infra-terraform', 'modules', 'worker');
export const scalingPageFile = join(root, 'docs', 'scaling.md');
export const volumesTb = [1, 10, 100];

/** Writes docs/scaling.md and its picture. */
if (import.meta.main) {
  const policy = readModuleDefaults(workerModule);
  const scenarios = runScenarios(policy, volumesTb);
  writeFileSync(scalingPageFile, scalingPage(policy, scenarios));
  writeFileSync(join(root, 'docs', 'scaling.svg'), drawScenarios(scenarios));
}
