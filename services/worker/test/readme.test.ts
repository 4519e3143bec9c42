import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { configurationTable } from '../scripts/configuration-table.ts';

describe('the README', () => {
  it('has the configuration table as the code has it', () => {
    expect(readFileSync('README.md', 'utf8')).toContain(configurationTable());
  });
});
