// Writes docs/detections.md.
import { writeFileSync } from 'node:fs';
import { detectionsPage } from '../src/detections-page.ts';

writeFileSync(new URL('../../../docs/detections.md', import.meta.url), detectionsPage());
