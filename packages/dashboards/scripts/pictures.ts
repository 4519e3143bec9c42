// Draws every dashboard with the sample data into docs/dashboards/, and docs/dashboards.md about them. Needs Chromium.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@opensearch-project/opensearch';
import { startPrivateStack } from '@siem/test-support';
import { chromium } from 'playwright-core';
import { allDashboards, type Dashboard, TemplateFields } from '../src/index.ts';
import { layOut } from '../src/layout.ts';
import { previewHtml } from '../src/preview/index.ts';
import { loadSampleData } from './sample-data.ts';

const docs = join(import.meta.dirname, '..', '..', '..', 'docs');
const pictures = join(docs, 'dashboards');
const copies = 12;
const maxHeight = 1500;
const now = new Date();

const only = process.argv.slice(2);
const chosen = allDashboards.filter(({ name }) => only.length === 0 || only.includes(name));

const executablePath = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));
if (executablePath === undefined)
  throw new Error('Chromium is not found; install it (apt-get install chromium) or set CHROMIUM_PATH');

const stack = await startPrivateStack();
const client = new Client({ node: stack.endpoints.opensearchUrl });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  await loadSampleData(client, now, copies);
  const fields = await TemplateFields.load();
  mkdirSync(pictures, { recursive: true });
  for (const dashboard of chosen) await draw(dashboard, fields);
} finally {
  await browser.close();
  await client.close();
  await stack.stop();
}
writeFileSync(join(docs, 'dashboards.md'), page());

async function draw(dashboard: Dashboard, fields: TemplateFields): Promise<void> {
  const html = await previewHtml(client, dashboard, { fields, now, from: 'now-24h' });
  const tab = await browser.newPage({ viewport: { width: 1472, height: 900 } });
  await tab.setContent(html);
  const height = Math.min(maxHeight, (await tab.evaluate('document.documentElement.scrollHeight')) as number);
  const file = join(pictures, `${dashboard.name}.jpg`);
  rmSync(file, { force: true });
  await tab.setViewportSize({ width: 1472, height });
  await tab.screenshot({ path: file, type: 'jpeg', quality: 50 });
  await tab.close();
  console.log(file);
}

function page(): string {
  const sections = allDashboards.map((dashboard) => {
    const panels = layOut(dashboard).filter(
      ({ panel }) => panel.kind !== 'markdown' && panel.kind !== 'controls',
    ).length;
    return `## ${dashboard.title}

${dashboard.description} ${panels} panels over \`${dashboard.pattern.title}\`.

![${dashboard.title}](dashboards/${dashboard.name}.jpg)
`;
  });
  return `# Dashboards

<!-- Written by packages/dashboards/scripts/pictures.ts, which draws the pictures too. -->

\`siem bootstrap apply\` with \`SIEM_DASHBOARDS_URL\` installs them; \`siem dashboards render --out DIR\` writes them as files to
import one by one; \`siem dashboards preview NAME\` draws one from the data of a cluster before anything is installed. The
pictures are such previews, of made-up samples of every log type. The countries of the maps are inside the saved objects:
they need no map service.

${sections.join('\n')}`;
}
