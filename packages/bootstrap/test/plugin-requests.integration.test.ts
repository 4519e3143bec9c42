import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '@opensearch-project/opensearch';
import { loadBuiltInLogTypes } from '@siem/log-types';
import { type TestStack, testStack } from '@siem/test-support';
import { Connection } from '../src/connection.ts';
import { desired, desiredState } from '../src/desired/desired-state.ts';
import type { analystRole, writerRole } from '../src/desired/security.ts';
import type { Driver } from '../src/drivers/driver.ts';
import { createDrivers } from '../src/drivers/index.ts';
import type { DesiredObject, Kind, LiveObject } from '../src/model.ts';
import { parseOptions } from '../src/options.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

// ISM, security, alerting and notifications are not to be had as plugins of the embedded OpenSearch, nor is OpenSearch
// Dashboards. So the requests themselves are the contract: noted on their way to the real server, which does not know them.

let stack: TestStack;
let proxy: RecordingProxy;
let client: Client;
let drivers: Map<Kind, Driver>;
let objects: DesiredObject[];

beforeAll(async () => {
  stack = testStack();
  proxy = await startRecordingProxy(stack.endpoints.opensearchUrl);
  client = new Client({ node: proxy.url });
  const connection = new Connection(client, proxy.url);
  drivers = createDrivers(connection, connection);
  objects = desiredState({
    definitions: await loadBuiltInLogTypes(),
    options: parseOptions(
      {
        lifecycle: { warm: true, cold: true, snapshotRepository: 'backup' },
        security: {
          writers: { backendRoles: ['arn:aws:iam::111122223333:role/worker'] },
          accountGroups: { shop: { accounts: ['111122223333'], users: ['maria'] } },
        },
        alerting: { channels: { security: { type: 'sns', topicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts' } } },
      },
      'test',
    ),
    facts: { isServerless: false, version: '3.8.0', dataNodes: 3 },
    savedObjects: [],
  });
});

beforeEach(() => {
  proxy.requests.length = 0;
});

afterAll(async () => {
  await client.close();
  await proxy[Symbol.asyncDispose]();
  await stack.close();
});

/** What is sent to create or change an object; that the server refuses it is part of the arrangement. */
async function put(object: DesiredObject, live?: LiveObject): Promise<{ request: string; body: unknown }> {
  await drivers
    .get(object.kind)!
    .put(object, live)
    .catch(() => {});
  const [{ method, path, body }] = proxy.requests as [(typeof proxy.requests)[number]];
  return { request: `${method} ${path}`, body: JSON.parse(body) };
}

function find(kind: Kind, name: string): DesiredObject {
  const found = objects.find((object) => object.kind === kind && object.name === name);
  if (found === undefined) throw new Error(`${kind}/${name} is not declared`);
  return found;
}

const live = (name: string, extra: Partial<LiveObject> = {}): LiveObject => ({
  name,
  body: {},
  isMarked: true,
  ...extra,
});
const version = { seqNo: 7, primaryTerm: 2 };

describe('a plugin that the cluster lacks', () => {
  it.each([
    ['ism-policy', 'GET /_plugins/_ism/policies?size=1000'],
    ['role', 'GET /_plugins/_security/api/roles'],
    ['role-mapping', 'GET /_plugins/_security/api/rolesmapping'],
    ['audit-config', 'GET /_plugins/_security/api/audit'],
    ['channel', 'GET /_plugins/_notifications/configs?max_items=1000'],
    ['monitor', 'POST /_plugins/_alerting/monitors/_search'],
  ] as const)('is noticed by asking for every %s', async (kind, request) => {
    await expect(drivers.get(kind)!.list([])).rejects.toMatchObject({ code: 'SIEM_BOOTSTRAP_PLUGIN' });
    expect(proxy.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([request]);
  });
});

describe('requests for Index State Management', () => {
  it('create a policy', async () => {
    const { request, body } = await put(find('ism-policy', 'siem-findings'));

    expect(request).toBe('PUT /_plugins/_ism/policies/siem-findings');
    expect(body).toMatchObject({
      policy: {
        description: expect.stringContaining('(managed by siem bootstrap)'),
        default_state: 'hot',
        states: [
          { name: 'hot', actions: [], transitions: [{ state_name: 'warm', conditions: { min_index_age: '123d' } }] },
          { name: 'warm', actions: [{ warm_migration: {}, timeout: '24h' }] },
          { name: 'snapshot', actions: [{ snapshot: { repository: 'backup', snapshot: '{{ctx.index}}' } }] },
          { name: 'cold', actions: [{ cold_migration: { timestamp_field: '@timestamp' } }] },
          { name: 'delete', actions: [{ cold_delete: {} }], transitions: [] },
        ],
        error_notification: { channel: { id: 'siem-security' } },
      },
    });
  });

  it('change a policy only where nobody else has changed it meanwhile', async () => {
    const { request } = await put(find('ism-policy', 'siem-findings'), live('siem-findings', { version }));

    expect(request).toBe('PUT /_plugins/_ism/policies/siem-findings?if_seq_no=7&if_primary_term=2');
  });

  it('see no change in what the plugin adds to a policy', () => {
    // Prepare: as the plugin answers, by its documentation
    const driver = drivers.get('ism-policy')!;
    const { body } = find('ism-policy', 'siem-audit');
    const policy = structuredClone(body['policy']) as { ism_template: object[] };
    const answered = {
      policy: {
        policy_id: 'siem-audit',
        last_updated_time: 1,
        schema_version: 21,
        ...policy,
        ism_template: policy.ism_template.map((template) => ({ ...template, last_updated_time: 1 })),
      },
    };

    // Act, Assess
    expect(driver.comparable(answered)).toEqual(driver.comparable(body));
  });

  it('see no change in the parameters that Amazon OpenSearch Service adds to the move to cold storage', () => {
    const driver = drivers.get('ism-policy')!;
    const { body } = find('ism-policy', 'siem-findings');
    const answered = JSON.parse(
      JSON.stringify(body).replace('"cold_migration":{', '"cold_migration":{"ignore":"none",'),
    ) as typeof body;

    expect(answered).not.toEqual(body);
    expect(driver.comparable(answered)).toEqual(driver.comparable(body));
  });
});

describe('requests for security', () => {
  it('create the role of one group of accounts', async () => {
    expect(await put(find('role', 'siem_accounts_shop'))).toEqual({
      request: 'PUT /_plugins/_security/api/roles/siem_accounts_shop',
      body: {
        description: 'Readers of the accounts 111122223333 (managed by siem bootstrap)',
        cluster_permissions: [
          'cluster_composite_ops_ro',
          'cluster:monitor/main',
          'cluster:monitor/state',
          'cluster:monitor/health',
        ],
        index_permissions: [
          {
            index_patterns: ['log-*', 'metrics-opensearch-index-*'],
            allowed_actions: ['read', 'indices:admin/mappings/get', 'indices:admin/resolve/index', 'indices:admin/get'],
            dls: '{"terms":{"cloud.account.id":["111122223333"]}}',
          },
          {
            index_patterns: ['.kibana', '.kibana_*', '.opensearch_dashboards', '.opensearch_dashboards_*'],
            allowed_actions: ['read'],
          },
        ],
        tenant_permissions: [{ tenant_patterns: ['global_tenant'], allowed_actions: ['kibana_all_read'] }],
      },
    });
  });

  it('give the role to an IAM role', async () => {
    expect(await put(find('role-mapping', 'siem_writer'))).toEqual({
      request: 'PUT /_plugins/_security/api/rolesmapping/siem_writer',
      body: {
        description: 'Who has siem_writer (managed by siem bootstrap)',
        backend_roles: ['arn:aws:iam::111122223333:role/worker'],
        users: [],
        hosts: [],
      },
    });
  });

  it('turn the audit log on and leave what it logs as it is', async () => {
    const config = { enabled: false, audit: { enable_rest: false }, compliance: { enabled: true } };
    expect(await put(find('audit-config', 'audit'), live('audit', { body: config }))).toEqual({
      request: 'PUT /_plugins/_security/api/audit/config',
      body: { ...config, enabled: true },
    });
  });

  it('let everybody who searches open OpenSearch Dashboards, and only who may change the shared tenant write there', () => {
    const rights = Object.fromEntries(
      ['siem_analyst', 'siem_reader', 'siem_accounts_shop'].map((name) => {
        const { index_permissions, tenant_permissions } = find('role', name).body as unknown as typeof analystRole;
        const own = index_permissions!.filter(({ index_patterns }) => index_patterns!.includes('.kibana'));
        return [name, [own.map(({ allowed_actions }) => allowed_actions), tenant_permissions![0]!.allowed_actions]];
      }),
    );
    expect(rights).toEqual({
      siem_analyst: [[['read', 'index', 'delete', 'manage']], ['kibana_all_write']],
      siem_reader: [[['read']], ['kibana_all_read']],
      siem_accounts_shop: [[['read']], ['kibana_all_read']],
    });
  });

  it('let the workers neither read nor delete nor overwrite', () => {
    const { cluster_permissions, index_permissions } = find('role', 'siem_writer').body as unknown as typeof writerRole;
    const text = [
      ...cluster_permissions!,
      ...index_permissions!.flatMap(({ allowed_actions }) => allowed_actions!),
    ].join();
    expect(text).not.toMatch(/search|delete|update|\bread\b(?!\/)|crud|all_access/);
  });
});

describe('requests for alerting', () => {
  it('create a channel under an id that monitors know beforehand', async () => {
    expect(await put(find('channel', 'siem-security'))).toEqual({
      request: 'POST /_plugins/_notifications/configs',
      body: {
        config_id: 'siem-security',
        config: {
          name: 'siem-security',
          description: 'Alerts of the SIEM (managed by siem bootstrap)',
          is_enabled: true,
          config_type: 'sns',
          sns: { topic_arn: 'arn:aws:sns:eu-west-1:111122223333:alerts' },
        },
      },
    });
  });

  it('change a channel', async () => {
    const { request } = await put(find('channel', 'siem-security'), live('siem-security'));
    expect(request).toBe('PUT /_plugins/_notifications/configs/siem-security');
  });

  it('create a monitor', async () => {
    const { request, body } = await put(find('monitor', 'siem-console-login-without-mfa'));

    expect(request).toBe('POST /_plugins/_alerting/monitors');
    expect(body).toMatchObject({
      type: 'monitor',
      monitor_type: 'query_level_monitor',
      enabled: true,
      schedule: { period: { interval: 5, unit: 'MINUTES' } },
      triggers: [{ query_level_trigger: { severity: '2', actions: [{ destination_id: 'siem-security' }] } }],
    });
  });

  it('change a monitor where it is', async () => {
    const there = live('siem-guardduty-high', { id: 'Xyz', version });
    const { request } = await put(find('monitor', 'siem-guardduty-high'), there);
    expect(request).toBe('PUT /_plugins/_alerting/monitors/Xyz?if_seq_no=7&if_primary_term=2');
  });

  it('see no change in what the plugin adds to a monitor, and see what people change', () => {
    // Prepare: as the plugin answers, by its documentation
    const driver = drivers.get('monitor')!;
    const { body } = find('monitor', 'siem-guardduty-high');
    const answered = structuredClone(body) as { enabled: boolean; triggers: { query_level_trigger: object }[] };
    Object.assign(answered, { schema_version: 8, enabled_time: 1, last_update_time: 1, owner: 'alerting' });
    Object.assign(answered.triggers[0]!.query_level_trigger, { id: 'abc' });

    // Act, Assess
    expect(driver.comparable(answered as never)).toEqual(driver.comparable(body));
    answered.enabled = false;
    expect(driver.comparable(answered as never)).not.toEqual(driver.comparable(body));
  });
});

describe('requests for OpenSearch Dashboards', () => {
  const objects = [
    { type: 'index-pattern', id: 'log-aws', attributes: { title: 'log-aws-*' }, references: [] },
    { type: 'dashboard', id: 'siem-x', attributes: { title: 'X', panelsJSON: '[]' }, references: [] },
  ];
  const dashboard = desired('saved-objects', 'x', { objects });

  it('ask for all objects of a dashboard at once', async () => {
    await drivers
      .get('saved-objects')!
      .list([dashboard])
      .catch(() => {});

    expect(proxy.requests[0]).toMatchObject({ method: 'POST', path: '/api/saved_objects/_bulk_get' });
    expect(JSON.parse(proxy.requests[0]!.body)).toEqual(objects.map(({ type, id }) => ({ type, id })));
  });

  it('see no change in JSON that was written anew', () => {
    const driver = drivers.get('saved-objects')!;
    const [pattern, shown] = objects;
    const answered = {
      objects: [{ ...shown, attributes: { panelsJSON: '[ ]', title: 'X' }, version: 'WzE' }, pattern],
    };
    expect(driver.comparable(answered as never)).toEqual(driver.comparable(dashboard.body));
  });
});
