import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { retentionPage } from '../src/retention-page.ts';

it('is what docs/retention.md says', () => {
  const page = readFileSync(new URL('../../../docs/retention.md', import.meta.url), 'utf8');
  expect(page).toBe(retentionPage());
});
