// Writes docs/retention.md.
import { writeFileSync } from 'node:fs';
import { retentionPage } from '../src/retention-page.ts';

writeFileSync(new URL('../../../docs/retention.md', import.meta.url), retentionPage());
