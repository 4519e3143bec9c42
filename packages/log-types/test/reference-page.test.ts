import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { referencePageFile } from '../scripts/reference-page.ts';
import { loadBuiltInLogTypes } from '../src/index.ts';
import { referencePage } from '../src/reference-page.ts';

describe('docs/log-types.md', () => {
  it('says what the definitions say; `node packages/log-types/scripts/reference-page.ts` writes it', async () => {
    const page = referencePage(await loadBuiltInLogTypes());
    expect(readFileSync(referencePageFile, 'utf8')).toBe(page);
  });

  it('has a section for every log type', async () => {
    const definitions = await loadBuiltInLogTypes();
    const page = referencePage(definitions);
    for (const { name } of definitions) expect(page).toContain(`\n## ${name}\n`);
  });
});
