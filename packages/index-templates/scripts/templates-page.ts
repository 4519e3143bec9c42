// Writes docs/index-templates.md.
import { writeFileSync } from 'node:fs';
import { loadBuiltInLogTypes } from '@siem/log-types';
import { templatesPage } from '../src/templates-page.ts';

writeFileSync(new URL('../../../docs/index-templates.md', import.meta.url), templatesPage(await loadBuiltInLogTypes()));
