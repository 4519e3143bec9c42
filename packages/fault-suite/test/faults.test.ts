import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadFaults } from '../src/faults.ts';

describe('the faults', () => {
  it('are named as their files and say in one line what they do', async () => {
    const files = readdirSync('packages/fault-suite/src/faults').map((file) => file.replace(/\.ts$/, ''));
    const faults = await loadFaults();
    expect(faults.map(({ name }) => name)).toEqual(files.sort());
    for (const { summary } of faults) expect(summary).toMatch(/^[^\n]{20,140}$/);
  });
});
