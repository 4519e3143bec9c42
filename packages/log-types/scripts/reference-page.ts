import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadBuiltInLogTypes, logTypesFolder } from '../src/index.ts';
import { referencePage } from '../src/reference-page.ts';

/** Writes docs/log-types.md from the definitions. */
export const referencePageFile = join(logTypesFolder, '..', '..', 'docs', 'log-types.md');

if (import.meta.main) {
  mkdirSync(dirname(referencePageFile), { recursive: true });
  writeFileSync(referencePageFile, referencePage(await loadBuiltInLogTypes()));
}
