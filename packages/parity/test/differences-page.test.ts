import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { differencesPageFile } from '../scripts/differences-page.ts';
import { differencesPage } from '../src/differences-page.ts';

describe('docs/differences.md', () => {
  it('says what the comparison knows; `node packages/parity/scripts/differences-page.ts` writes it', () => {
    expect(readFileSync(differencesPageFile, 'utf8')).toBe(differencesPage());
  });
});
