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
const noRules = 'The samples were mapped without detection rules.';
const empty: Record<string, string> = {
  'siem-overview: Detection rules by severity': noRules,
  'alerts: Detections over time': noRules,
  'alerts: Detections by severity': noRules,
  'alerts: Detections by rule': noRules,
  'alerts: Threat lists': 'The samples were mapped without threat lists.',
  'pipeline-health: Objects that do not balance': 'Every object of the ledger balances.',
  'cloudhsm: Calls': 'No CloudTrail sample is about CloudHSM.',
  'cloudhsm: Callers': 'No CloudTrail sample is about CloudHSM.',
  'opensearch-metrics: Shards per UltraWarm node': 'The sample is of a domain without UltraWarm.',
  'rds: Locks': 'No sample waits for a lock.',
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
      expect(html).not.toMatch(/<script|<img|class="failed"/);
    },
  );

  it('show the hostile text itself', async () => {
    const dashboard = allDashboards.find(({ name }) => name === 'siem-overview')!;
    expect(await previewHtml(client, dashboard, { fields, now })).toContain(escapeHtml(hostile));
  });
});
