import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { metricsPage } from '../scripts/metrics-page.ts';

it('is what docs/metrics.md says', () => {
  const page = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
  expect(page).toBe(metricsPage());
});
