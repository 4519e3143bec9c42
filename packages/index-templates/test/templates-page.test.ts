import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { loadBuiltInLogTypes } from '@siem/log-types';
import { templatesPage } from '../src/templates-page.ts';

it('is what docs/index-templates.md says', async () => {
  const page = readFileSync(new URL('../../../docs/index-templates.md', import.meta.url), 'utf8');
  expect(page).toBe(templatesPage(await loadBuiltInLogTypes()));
});
