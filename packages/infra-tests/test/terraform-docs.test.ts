// What the README.md of every module and example says by generation is what its files say now.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cost, documentedFolders, tables } from '../scripts/terraform-docs.ts';
import { costTable, infraFolder, moduleTables, readInstallation } from '../src/index.ts';

const examples = documentedFolders('examples');

describe('README.md of modules and examples', () => {
  it.each([...documentedFolders('modules'), ...examples])('of %s has the variables and outputs', (folder) => {
    expect(tables.read(join(infraFolder, folder, 'README.md'))).toBe(moduleTables(join(infraFolder, folder)));
  });

  it.each(examples)('of %s has the cost', (folder) => {
    expect(cost.read(join(infraFolder, folder, 'README.md'))).toBe(costTable(join(infraFolder, folder)));
  });

  it.each(examples)('%s has every file that a reader looks for', (folder) => {
    const files = ['main.tf', 'variables.tf', 'outputs.tf', 'versions.tf', 'README.md'];
    const absent = files.filter((file) => !existsSync(join(infraFolder, folder, file)));

    expect(absent).toEqual([]);
  });
});

describe('readInstallation', () => {
  it('reads what main.tf says, and the module defaults behind it', () => {
    expect(readInstallation(join(infraFolder, 'examples/quick-start'))).toMatchObject({
      dataNodes: { type: 't3.medium.search', count: 1, volumeGib: 100 },
      task: { vcpuPerTask: 1, gibPerTask: 2, min: 0, spotPercent: 100, hasPublicAddress: true },
      endpoints: 0,
      kmsKeys: 1,
    });
    expect(readInstallation(join(infraFolder, 'examples/organization'))).toMatchObject({
      masters: { type: 'm7g.large.search', count: 3 },
      warmNodes: { type: 'ultrawarm1.medium.search', count: 2 },
      endpoints: 18,
    });
  });

  it('leaves out the domain that somebody else pays', () => {
    const installation = readInstallation(join(infraFolder, 'examples/existing-domain'));

    expect(installation).toMatchObject({ endpoints: 0, task: { vcpuPerTask: 2 } });
    expect(installation.dataNodes).toBeUndefined();
  });
});
