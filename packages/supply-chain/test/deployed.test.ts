import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

it('everything that is deployed is in the bill of materials and has a licence that is allowed', () => {
  // Prepare
  const file = join(mkdtempSync(join(tmpdir(), 'siem-sbom-')), 'sbom.json');

  // Act
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, '../src/main.ts'), file], {
    encoding: 'utf8',
  });

  // Assess
  expect([status, stderr]).toEqual([0, '']);
  const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8')) as {
    bomFormat: string;
    components: { name: string }[];
  };
  expect(bomFormat).toBe('CycloneDX');
  expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(['piscina', 'pino', 'maxmind']));
});
