import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '@opensearch-project/opensearch';
import type { LogTypeDefinition } from '@siem/log-type';
import { loadBuiltInLogTypes } from '@siem/log-types';
import { type FaultProxy, startFaultProxy, startPrivateStack } from '@siem/test-support';
import { Bootstrap, isInPlace, type PlannedObject, parseOptions, planText } from '../src/index.ts';
import { startRecordingProxy } from './recording-proxy.ts';

/** A cluster of this file alone: bootstrap changes what all indexes of a cluster share. */
let stack: Awaited<ReturnType<typeof startPrivateStack>>;
let client: Client;
let definitions: LogTypeDefinition[];
let proxy: FaultProxy;

beforeAll(async () => {
  stack = await startPrivateStack();
  client = new Client({ node: stack.endpoints.opensearchUrl });
  proxy = await startFaultProxy({ target: stack.endpoints.opensearchUrl });
  definitions = await loadBuiltInLogTypes();
}, 120_000);

afterAll(async () => {
  await proxy.stop();
  await client.close();
  await stack.stop();
});

beforeEach(async () => {
  await destroyAll();
});

const few = ['cloudtrail', 'vpcflowlogs', 'waf'];

/** A bootstrap of three log types, so that each test is quick. */
function create(options: object = {}, changes: { adopt?: string[]; node?: string; all?: boolean } = {}): Bootstrap {
  return new Bootstrap({
    client: changes.node === undefined ? client : new Client({ node: changes.node, maxRetries: 0 }),
    url: changes.node ?? stack.endpoints.opensearchUrl,
    isServerless: false,
    definitions: changes.all ? definitions : definitions.filter(({ name }) => few.includes(name)),
    options: parseOptions(options, 'test'),
    ...(changes.adopt && { adopt: changes.adopt }),
  });
}

async function destroyAll(): Promise<void> {
  const bootstrap = create();
  await bootstrap.destroy(await bootstrap.planDestroy());
  for (const path of ['_component_template/siem-*', '_index_template/siem-*', 'log-*']) {
    await client.transport.request({ method: 'DELETE', path: `/${path}` }, { ignore: [404] });
  }
}

function names(objects: readonly PlannedObject[], action: string): string[] {
  return objects.filter((object) => object.action === action).map(({ kind, name }) => `${kind}/${name}`);
}

describe('plan and apply', () => {
  it('bring everything to a fresh cluster in under a minute, and then there is nothing to do', async () => {
    // Prepare
    const bootstrap = create({}, { all: true });
    const before = await bootstrap.plan();

    // Act
    const { done, failures, plan } = await bootstrap.apply();

    // Assess
    expect(failures).toEqual([]);
    expect(done).toHaveLength(before.objects.length);
    expect(before.objects.every(({ action }) => action === 'create')).toBe(true);
    expect(plan.unavailable.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ism-policy', 'role']));
    const after = await bootstrap.plan();
    expect(isInPlace(after)).toBe(true);
    expect(after.objects.filter(({ action }) => action === 'no change')).toHaveLength(before.objects.length);
    expect((await bootstrap.verify()).deviations).toEqual([]);
  }, 60_000);

  it('record what was applied, with version and checksum', async () => {
    await create().apply();

    const { body } = await client.get({ index: 'siem-bootstrap', id: 'index-template/siem-log-aws-waf' });
    expect(body._source).toMatchObject({
      kind: 'index-template',
      name: 'siem-log-aws-waf',
      version: '0.1.0',
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      applied_at: expect.stringMatching(/^\d{4}-/),
    });
  });

  it('show what a new configuration changes, field by field, and change only that', async () => {
    // Prepare
    await create().apply();
    const changed = create({ codec: 'default', refreshIntervalSeconds: 30 });

    // Act
    const plan = await changed.plan();
    const { done } = await changed.apply();

    // Assess
    expect(names(plan.objects, 'change')).toEqual(['component-template/siem-base']);
    expect(planText(plan)).toContain('settings.index.refresh_interval: 10s → 30s');
    expect(done.map(({ name }) => name)).toEqual(['siem-base']);
    expect(isInPlace(await changed.plan())).toBe(true);
  });

  it('make write aliases where ISM rolls over, and never touch them again', async () => {
    // Prepare
    const bootstrap = create({ rotation: 'auto' });

    // Act
    await bootstrap.apply();
    await client.index({ index: 'log-aws-waf', body: { '@message': 'x' }, refresh: true });
    const removed = await bootstrap.planDestroy();
    await bootstrap.destroy(removed);

    // Assess
    expect((await client.count({ index: 'log-aws-waf-000001' })).body.count).toBe(1);
    expect(names(removed, 'remove').filter((name) => name.startsWith('write-index'))).toEqual([]);
  });

  it('make data streams instead where the operator wants them', async () => {
    // Prepare
    await create({ rotation: 'auto', rollsOverAs: 'data-stream' }).apply();
    const document = { '@timestamp': '2026-01-30T10:00:00Z', source: { ip: '192.0.2.1' } };

    // Act: as a worker writes, twice
    const asWorker = [{ create: { _index: 'log-aws-waf', _id: 'a' } }, document];
    const first = await client.bulk({ body: asWorker, refresh: true });
    const second = await client.bulk({ body: asWorker, refresh: true });
    const rolled = await client.indices.rollover({ alias: 'log-aws-waf' });

    // Assess
    expect([first.body.items[0]?.['create']?.status, second.body.items[0]?.['create']?.status]).toEqual([201, 409]);
    expect(rolled.body).toMatchObject({ rolled_over: true, old_index: '.ds-log-aws-waf-000001' });
    await client.indices.deleteDataStream({ name: 'log-aws-waf' });
  });

  it('leave out what serverless collections do not have', async () => {
    // Prepare
    await using recorder = await startRecordingProxy(stack.endpoints.opensearchUrl);
    const serverless = new Bootstrap({
      client: new Client({ node: recorder.url }),
      url: recorder.url,
      isServerless: true,
      definitions: definitions.filter(({ name }) => few.includes(name)),
      options: parseOptions({ rotation: 'aoss' }, 'test'),
    });

    // Act
    const { plan, failures } = await serverless.apply();

    // Assess
    expect(failures).toEqual([]);
    expect(plan.unavailable.map(({ kind }) => kind)).toEqual(['ism-policy', 'role', 'audit-config', 'monitor']);
    const apis = new Set(recorder.requests.map(({ path }) => path.split(/[/?]/)[1]));
    expect([...apis].sort()).toEqual(['_bulk', '_component_template', '_index_template', 'siem-bootstrap']);
    expect(isInPlace(await serverless.plan())).toBe(true);
  });

  it('remove what is no longer declared', async () => {
    // Prepare
    await create().apply();
    const fewer = new Bootstrap({
      client,
      url: stack.endpoints.opensearchUrl,
      isServerless: false,
      definitions: definitions.filter(({ name }) => name === 'waf'),
      options: parseOptions({}, 'test'),
    });

    // Act
    const plan = await fewer.plan();
    await fewer.apply();

    // Assess
    expect(names(plan.objects, 'remove')).toContain('index-template/siem-log-aws-cloudtrail');
    expect((await client.indices.existsIndexTemplate({ name: 'siem-log-aws-cloudtrail' })).body).toBe(false);
    expect(isInPlace(await fewer.plan())).toBe(true);
  });
});

describe('objects of users', () => {
  const template = { index_patterns: ['mine-*'], template: { settings: { number_of_shards: 3 } } };

  it('are listed and never touched', async () => {
    // Prepare
    await client.indices.putIndexTemplate({ name: 'mine', body: template });
    const bootstrap = create();

    // Act
    await bootstrap.apply();
    const plan = await bootstrap.plan();
    await bootstrap.destroy(await bootstrap.planDestroy());

    // Assess
    expect(names(plan.objects, 'unmanaged')).toContain('index-template/mine');
    expect((await client.indices.existsIndexTemplate({ name: 'mine' })).body).toBe(true);
    await client.indices.deleteIndexTemplate({ name: 'mine' });
  });

  it('stop apply before it changes anything when they have one of our names, until they are taken over', async () => {
    // Prepare
    await client.indices.putIndexTemplate({ name: 'siem-log-aws-waf', body: template });

    // Act
    const refused = create().apply();

    // Assess
    await expect(refused).rejects.toMatchObject({
      code: 'SIEM_BOOTSTRAP_CLASH',
      message: expect.stringContaining('--adopt index-template/siem-log-aws-waf'),
    });
    expect((await client.cluster.existsComponentTemplate({ name: 'siem-base' })).body).toBe(false);
    const { failures } = await create({}, { adopt: ['index-template/siem-log-aws-waf'] }).apply();
    expect(failures).toEqual([]);
    expect(isInPlace(await create().plan())).toBe(true);
  });

  it('are told from ours that somebody changed', async () => {
    // Prepare
    await create().apply();
    const { body } = await client.cluster.getComponentTemplate({ name: 'siem-base' });
    const base = body.component_templates[0]!.component_template;
    const settings = { ...(base.template as { settings: object }).settings, 'index.refresh_interval': '1s' };
    await client.cluster.putComponentTemplate({
      name: 'siem-base',
      body: { ...base, template: { ...base.template, settings } } as never,
    });

    // Act
    const { plan, deviations } = await create().verify();

    // Assess
    expect(names(deviations, 'change')).toEqual(['component-template/siem-base']);
    expect(deviations[0]?.changedOutside).toBe(true);
    expect(planText({ ...plan, objects: deviations })).toContain('was changed by someone else');
  });
});

describe('indexes that are there already', () => {
  it('are named with the fields that have other types, and with the way to the new ones', async () => {
    // Prepare
    await client.indices.create({
      index: 'log-aws-waf-2026-01',
      body: {
        mappings: {
          properties: {
            source: { properties: { ip: { type: 'keyword' } } },
            ruleGroupList: { properties: { ruleGroupId: { type: 'keyword' } } },
          },
        },
      },
    });

    // Act
    const plan = await create().plan();

    // Assess
    expect(plan.indexConflicts).toEqual([
      {
        index: 'log-aws-waf-2026-01',
        template: 'siem-log-aws-waf',
        fields: [
          { field: 'ruleGroupList', live: 'object', template: 'flat_object' },
          { field: 'source.ip', live: 'keyword', template: 'ip' },
        ],
      },
    ]);
    expect(planText(plan)).toContain('"source":{"index":"log-aws-waf-2026-01"}');
  });

  it('come to the new types by the steps that the plan shows, under their old name', async () => {
    // Prepare
    await client.index({ index: 'log-aws-waf-2026-01', id: 'a', body: { source: { ip: '192.0.2.1' } }, refresh: true });
    await create().apply();

    // Act: the steps of reindexSteps
    const index = 'log-aws-waf-2026-01';
    await client.reindex({
      body: { source: { index }, dest: { index: `${index}_re`, op_type: 'create' } },
      refresh: true,
    });
    await client.indices.updateAliases({
      body: {
        actions: [{ remove_index: { index } }, { add: { index: `${index}_re`, alias: index, is_write_index: true } }],
      },
    });

    // Assess: a redelivered document meets its id, a new one is taken, an address matches by network
    const again = await client.create({ index, id: 'a', body: { source: { ip: '192.0.2.1' } } }, { ignore: [409] });
    expect(again.statusCode).toBe(409);
    await client.create({ index, id: 'b', body: { source: { ip: '198.51.100.1' } }, refresh: true });
    const found = await client.search({ index: 'log-aws-waf-*', q: 'source.ip:"192.0.2.0/24"' });
    expect(found.body.hits.hits.map(({ _id }) => _id)).toEqual(['a']);
  });
});

describe('what can go wrong', () => {
  it('an apply that failed half-way ends well when it is run again', async () => {
    // Prepare: requests for three of the index templates are refused, then the connection breaks
    const refuse = proxy.inject(
      { kind: 'status', status: 400 },
      { when: ({ method, path }) => method === 'PUT' && path.includes('siem-log-aws') },
    );

    // Act
    const first = await create({}, { node: proxy.url }).apply();
    refuse.remove();
    const broken = proxy.inject(
      { kind: 'reset-before' },
      { when: ({ method, path }) => method === 'PUT' && path.includes('siem-log-aws-waf') },
    );
    const second = create({}, { node: proxy.url }).apply();
    await expect(second).rejects.toMatchObject({ code: 'SIEM_BOOTSTRAP_UNREACHABLE' });
    broken.remove();
    const third = await create({}, { node: proxy.url }).apply();

    // Assess
    expect(first.failures.map(({ name }) => name).sort()).toEqual([
      'siem-log-aws-cloudtrail',
      'siem-log-aws-vpcflowlogs',
      'siem-log-aws-waf',
    ]);
    expect(third.failures).toEqual([]);
    expect(isInPlace(await create().plan())).toBe(true);
  });

  it('a cluster that cannot be reached is named', async () => {
    await expect(create({}, { node: 'http://127.0.0.1:1' }).plan()).rejects.toMatchObject({
      code: 'SIEM_BOOTSTRAP_UNREACHABLE',
      message: expect.stringContaining('http://127.0.0.1:1'),
    });
  });

  it('wrong credentials say which settings to look at', async () => {
    const fault = proxy.inject({ kind: 'status', status: 401 });
    await expect(create({}, { node: proxy.url }).plan()).rejects.toMatchObject({
      code: 'SIEM_BOOTSTRAP_CREDENTIALS',
      message: expect.stringContaining('SIEM_OPENSEARCH_AUTH'),
    });
    fault.remove();
  });

  it('a read-only cluster stops apply before it changes anything', async () => {
    // Prepare
    await client.cluster.putSettings({ body: { persistent: { 'cluster.blocks.read_only': true } } });

    // Act
    const applied = create().apply();

    // Assess
    await expect(applied).rejects.toMatchObject({
      code: 'SIEM_BOOTSTRAP_READ_ONLY',
      message: expect.stringContaining('cluster.blocks.read_only is true'),
    });
    await client.cluster.putSettings({ body: { persistent: { 'cluster.blocks.read_only': null } } });
    expect((await client.cluster.existsComponentTemplate({ name: 'siem-base' })).body).toBe(false);
  });

  it.each([
    ['2.11.0', { distribution: 'opensearch', number: '2.11.0' }, 'Upgrade the cluster'],
    ['Elasticsearch', { number: '8.15.0' }, 'is not OpenSearch'],
    ['a disguised version', { number: '7.10.2' }, 'compatibility.override_main_response_version'],
  ])('%s is refused', async (_, version, message) => {
    const fault = proxy.inject(
      { kind: 'status', status: 200, body: JSON.stringify({ version }) },
      { when: ({ path }) => path === '/' },
    );
    await expect(create({}, { node: proxy.url }).plan()).rejects.toMatchObject({
      code: 'SIEM_BOOTSTRAP_VERSION',
      message: expect.stringContaining(message),
    });
    fault.remove();
  });
});
