import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { costTable, GeneratedPart, infraFolder, moduleTables } from '../src/index.ts';

export const tables = new GeneratedPart('variables and outputs');
export const cost = new GeneratedPart('cost');

/** Folders of modules and examples, below infra-terraform/. */
export function documentedFolders(kind: 'modules' | 'examples'): string[] {
  const pattern = kind === 'modules' ? 'modules/{*,log-sources/*}/variables.tf' : 'examples/*/variables.tf';
  return globSync(pattern, { cwd: infraFolder }).map(dirname).sort();
}

/** Writes what is generated in the README.md of every module and example. */
if (import.meta.main) {
  for (const folder of [...documentedFolders('modules'), ...documentedFolders('examples')])
    tables.write(join(infraFolder, folder, 'README.md'), moduleTables(join(infraFolder, folder)));
  for (const folder of documentedFolders('examples'))
    cost.write(join(infraFolder, folder, 'README.md'), costTable(join(infraFolder, folder)));
}
