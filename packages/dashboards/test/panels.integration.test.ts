import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@opensearch-project/opensearch';
import type { Stack } from '@siem/local-stack';
import { startPrivateStack } from '@siem/test-support';
import { loadSampleData } from '../scripts/sample-data.ts';
import { allDashboards, layOut, TemplateFields } from '../src/index.ts';
import { escapeHtml } from '../src/preview/format.ts';
import { previewHtml, searchPanels } from '../src/preview/index.ts';

const now = new Date('2026-06-15T12:00:00Z');

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;

/** Panels that the samples hold no events for, and why. */
const empty: Record<string, string> = {
  'pipeline-health: Objects that do not balance': 'Every object of the ledger balances.',
  'cloudhsm: Calls': 'No CloudTrail sample is about CloudHSM.',
  'cloudhsm: Callers': 'No CloudTrail sample is about CloudHSM.',
  'rds: Locks': 'No sample waits for a lock.',
};

/** Panels that the samples hold events for, without what would show, and why. */
const nothingToDraw: Record<string, string> = {
  'threat-hunting: S3 calls by bucket': 'No sample of S3 data events names a resource.',
  'cloudhsm: Successful logins': 'Logins of the samples fail.',
  'cloudhsm: Crypto users and officers made': 'No sample makes a user.',
  'cloudhsm: Appliance users made': 'No sample makes a user.',
  'ocsf-audit: Matched threat intelligence': 'The samples were mapped without threat lists.',
  'web: Matched threat intelligence': 'The samples were mapped without threat lists.',
  'web: Matched indicators': 'The samples were mapped without threat lists.',
  'web: Schemes': 'Access logs of the samples say no scheme.',
  'workspaces: Connection state':
    'Amazon WorkSpaces tells states of connections by another interface than inventories.',
};

let stack: Stack;
let client: Client;
let fields: TemplateFields;

beforeAll(async () => {
  // Wildcard patterns of dashboards must not meet indexes of other tests.
  stack = await startPrivateStack();
  client = new Client({ node: stack.endpoints.opensearchUrl });
  fields = await TemplateFields.load();
  await loadSampleData(client, now);
  const at = new Date(now.getTime() - 60_000).toISOString();
  const source = { ip: '192.0.2.66', address: hostile, geo: { country_name: hostile, country_iso_code: 'IE' } };
  const document = { '@timestamp': at, '@log_type': hostile, rule: { name: hostile }, user: { name: hostile } };
  const body = Array.from({ length: 2000 }, () => [{ index: {} }, { ...document, source, event: { kind: 'alert' } }]);
  await client.bulk({ index: 'log-aws-waf-2026-06', body: body.flat() as never, refresh: 'true' });
}, 120_000);

afterAll(async () => {
  await client?.close();
  await stack?.stop();
});

describe('every panel', () => {
  it.each(allDashboards.map((dashboard) => [dashboard.name, dashboard] as const))(
    'of %s runs without an error and shows something',
    async (_, dashboard) => {
      // Act
      const range = { fromMs: now.getTime() - 25 * 3_600_000, toMs: now.getTime() };
      const found = await searchPanels(client, dashboard, { range, fields });

      // Assess
      const problems = [...found].flatMap(([{ panel }, { errors, isEmpty }]) => {
        const name = `${dashboard.name}: ${panel.title}`;
        if (errors.length > 0) return [`${name}: ${errors.join('; ')}`];
        return isEmpty === name in empty ? [] : [`${name} is ${isEmpty ? 'empty' : 'not empty any more'}`];
      });
      expect(problems).toEqual([]);
    },
  );
});

describe('previews', () => {
  it.each(allDashboards.map((dashboard) => [dashboard.name, dashboard] as const))(
    'of %s draw every panel, and nothing of what hostile logs say as markup',
    async (_, dashboard) => {
      const html = await previewHtml(client, dashboard, { fields, now, from: 'now-25h' });
      expect(html.match(/<section /g)).toHaveLength(layOut(dashboard).length);
      // Documents alone do not fill a panel: they may lack the field that it counts.
      const drawn = [...html.matchAll(/<h2>(.*?)<\/h2><p class="empty">/g)].map(
        ([, title]) => `${dashboard.name}: ${title}`,
      );
      expect(drawn.filter((name) => !(name in empty) && !(name in nothingToDraw))).toEqual([]);
      expect(html).not.toMatch(/<script|<img|class="failed"/);
    },
  );

  it('show the hostile text itself', async () => {
    const dashboard = allDashboards.find(({ name }) => name === 'siem-overview')!;
    expect(await previewHtml(client, dashboard, { fields, now })).toContain(escapeHtml(hostile));
  });
});
