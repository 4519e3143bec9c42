import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@opensearch-project/opensearch';
import { type OpenBootstrap, openBootstrap } from '@siem/bootstrap';
import { allDashboards, renderDashboards } from '@siem/dashboards';
import { loadSampleData } from '@siem/dashboards/sample-data';
import { dockerEngineAnswers, freePort, repositoryRoot } from '@siem/local-stack';
import { loadBuiltInLogTypes } from '@siem/log-types';
import { type Browser, chromium } from 'playwright-core';

// The full distribution of docker-compose.yml, with the plugins that Maven Central does not have, and OpenSearch
// Dashboards. Without a container engine or a browser nothing of it can run.

const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);
const isPossible = executablePath !== undefined && (await dockerEngineAnswers());
const startTimeoutMs = 300_000;

/** Panels draw themselves one after the other, maps last. */
const panelTimeoutMs = 60_000;

(isPossible ? describe : describe.skip)('the full distribution', () => {
  let down: () => Promise<unknown>;
  let client: Client;
  let open: OpenBootstrap;
  let browser: Browser;
  let dashboardsUrl: string;

  beforeAll(async () => {
    const { DockerComposeEnvironment, Wait } = await import('testcontainers');
    const [opensearchPort, dashboardsPort] = [await freePort(), await freePort()];
    const environment = await new DockerComposeEnvironment(repositoryRoot, 'docker-compose.yml')
      .withProjectName(`siem-distribution-${process.pid}`)
      .withEnvironment({ OPENSEARCH_PORT: String(opensearchPort), DASHBOARDS_PORT: String(dashboardsPort) })
      .withDefaultWaitStrategy(Wait.forHealthCheck())
      .withStartupTimeout(startTimeoutMs)
      .up(['opensearch', 'dashboards']);
    down = () => environment.down({ removeVolumes: true });
    const opensearchUrl = `http://127.0.0.1:${opensearchPort}`;
    dashboardsUrl = `http://127.0.0.1:${dashboardsPort}`;
    client = new Client({ node: opensearchUrl });
    const definitions = await loadBuiltInLogTypes();
    open = openBootstrap(
      { OPENSEARCH_URL: opensearchUrl, SIEM_DASHBOARDS_URL: dashboardsUrl },
      { definitions, savedObjects: await renderDashboards(definitions) },
    );
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  }, startTimeoutMs);

  afterAll(async () => {
    await browser?.close();
    await open?.[Symbol.asyncDispose]();
    await client?.close();
    await down?.();
  });

  it('takes everything, plugins and dashboards included, and then there is nothing to do', async () => {
    // Act
    const { failures } = await open.bootstrap.apply();
    const { objects } = await open.bootstrap.plan();

    // Assess: security is off in this distribution, so its plugin does not answer
    expect(failures).toEqual([]);
    expect(objects.filter(({ action }) => action === 'create' || action === 'change')).toEqual([]);
    expect(objects.filter(({ kind }) => kind === 'ism-policy' || kind === 'monitor').length).toBeGreaterThan(20);
  }, 120_000);

  it('is loaded with the sample logs', async () => {
    await loadSampleData(client, new Date());
    expect((await client.count({ index: 'log-*' })).body.count).toBeGreaterThan(1000);
  }, 120_000);

  it.each(allDashboards.map(({ name, title }) => [name, title] as const))(
    'opens %s without an error in any panel',
    async (name) => {
      const page = await browser.newPage({ viewport: { width: 1600, height: 4000 } });
      try {
        await page.goto(`${dashboardsUrl}/app/dashboards#/view/siem-${name}?_g=(time:(from:now-25h,to:now))`);
        await page.waitForSelector('[data-test-subj="embeddablePanel"]', { timeout: panelTimeoutMs });
        await page.waitForFunction(
          'document.querySelectorAll("[data-render-complete=false], .euiLoadingChart").length === 0',
          undefined,
          { timeout: panelTimeoutMs },
        );
        const errors = await page
          .locator('.visError, .embPanel__error, [data-test-subj="embeddableError"]')
          .allInnerTexts();
        expect(errors.filter((text) => !/no results found/i.test(text))).toEqual([]);
      } finally {
        await page.close();
      }
    },
    panelTimeoutMs * 3,
  );
});
