import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { detectionsPage } from '../src/detections-page.ts';

it('is what docs/detections.md says', () => {
  const page = readFileSync(new URL('../../../docs/detections.md', import.meta.url), 'utf8');
  expect(page).toBe(detectionsPage());
});
