import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { differencesPage } from '../src/differences-page.ts';

/** Writes docs/differences.md. */
export const differencesPageFile = join(import.meta.dirname, '..', '..', '..', 'docs', 'differences.md');

if (import.meta.main) writeFileSync(differencesPageFile, differencesPage());
