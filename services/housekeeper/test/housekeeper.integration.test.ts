import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSampleRunner } from '@siem/log-type-samples';
import { loadBuiltInLogType, loadBuiltInLogTypes } from '@siem/log-types';
import { type FaultProxy, startFaultProxy, type TestScope, type TestStack, testStack } from '@siem/test-support';

interface Metrics {
  metricset: { name: string; period: number };
  opensearch: {
    cluster: { id: string; name: string };
    index: Record<string, unknown> & { name: string };
    shard?: { number: number; primary: boolean; state: string };
  };
}

let stack: TestStack;
let scope: TestScope;
let proxy: FaultProxy;
let index: string;

beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
  proxy = await startFaultProxy({ target: stack.endpoints.opensearchUrl });
  index = `${scope.indexPrefix}measured`;
  const settings = { number_of_shards: 2, number_of_replicas: 0 };
  await stack.opensearch.indices.create({ index, body: { settings } });
  const body = Array.from({ length: 20 }, (_, i) => [{ index: { _id: String(i) } }, { i }]).flat();
  await stack.opensearch.bulk({ index, body: body as never, refresh: true });
});

afterAll(async () => {
  await proxy.stop();
  await scope.cleanUp();
  await stack.close();
});

function keepHouse(environment: Record<string, string> = {}): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
    env: {
      PATH: process.env['PATH'],
      ...scope.environment,
      OPENSEARCH_URL: proxy.url,
      SIEM_LOG_BUCKET: scope.logBucket,
      SIEM_ACCOUNT_ID: '111122223333',
      ...environment,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (output += piece.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

async function keys(): Promise<string[]> {
  const { Contents = [] } = await stack.s3.send(new ListObjectsV2Command({ Bucket: scope.logBucket }));
  return Contents.map(({ Key }) => Key!);
}

/** The newest object's key and bytes. */
async function stored(before: readonly string[]): Promise<{ key: string; bytes: Uint8Array }> {
  const key = (await keys()).find((one) => !before.includes(one))!;
  const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket: scope.logBucket, Key: key }));
  return { key, bytes: await Body!.transformToByteArray() };
}

const recordsOf = (bytes: Uint8Array) =>
  gunzipSync(bytes)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Metrics);

describe('the housekeeper', () => {
  it('puts a record for each index and each shard where workers load it from', async () => {
    // Act
    const { code, output } = await keepHouse();

    // Assess
    expect([code, output]).toEqual([0, expect.stringContaining('"event":"measured"')]);
    const { key, bytes } = await stored([]);
    const region = scope.environment['AWS_REGION'];
    expect(key).toMatch(
      new RegExp(
        `^AWSLogs/111122223333/OpenSearch/metrics/${region}/\\d{4}/\\d\\d/\\d\\d/aos_index_metrics_[0-9a-f]{32}\\.json\\.gz$`,
      ),
    );
    const mine = recordsOf(bytes).filter(({ opensearch }) => opensearch.index.name === index);
    expect(mine.map(({ metricset }) => metricset.name).sort()).toEqual(['index', 'shard', 'shard']);
    expect(mine[0]).toMatchObject({
      metricset: { period: 3_600_000 },
      opensearch: {
        cluster: { id: expect.stringMatching(/^[\w-]{22}$/), name: expect.any(String) },
        index: {
          status: 'green',
          index_status: 'open',
          storage_tier: 'hot',
          uuid: expect.stringMatching(/^[\w-]{22}$/),
          creation: { date: expect.stringMatching(/^\d{4}-/) },
          shards: { primaries: 2, total: 2 },
          primaries: { docs: { count: 20, deleted: 0 }, indexing: { index_total: 20 } },
          total: { store: { size_in_bytes: expect.any(Number) }, segments: { count: expect.any(Number) } },
        },
      },
    });
    const shards = mine.flatMap(({ opensearch: { shard } }) => (shard === undefined ? [] : [shard]));
    expect(shards.map(({ number, primary, state }) => [number, primary, state]).sort()).toEqual([
      [0, true, 'STARTED'],
      [1, true, 'STARTED'],
    ]);
  });

  it('writes what log type index-metrics reads, field by field', async () => {
    // Act
    const before = await keys();
    await keepHouse();
    const { key, bytes } = await stored(before);
    const definition = await loadBuiltInLogType('index-metrics');
    const known = (await loadBuiltInLogTypes()).filter(({ keys }) => keys.some((pattern) => pattern.test(key)));
    const runner = await createSampleRunner();
    const sample = { name: 'measured', file: key, expectedFile: '', key };
    const { documents, deadLetters } = await runner.runContent(bytes, sample, definition);

    // Assess
    expect(known.map(({ name }) => name)).toEqual(['index-metrics']);
    expect(deadLetters).toEqual([]);
    expect(documents).toHaveLength(recordsOf(bytes).length);
    const mine = documents.find(({ _source }) => JSON.stringify(_source).includes(index))!;
    expect(mine._index).toMatch(/^metrics-opensearch-index-/);
    expect(mine._source).toMatchObject({ event: { kind: 'metric', dataset: 'opensearch.index' } });
  });

  it('counts warm and cold indexes where the service has them', async () => {
    // Prepare: Amazon OpenSearch Service answers these, the local server does not
    const answer = (path: string, body: unknown) =>
      proxy.inject(
        { kind: 'status', status: 200, body: JSON.stringify(body) },
        { when: (request) => request.path.startsWith(path) },
      );
    const cold = { index: 'log-aws-old', index_cold_uuid: 'c', size: 7, creation_date: '2025-01-01T00:00:00.000Z' };
    const faults = [
      answer('/_cat/indices/_warm', [{ index }]),
      answer('/_cold/indices/_search', { indices: [cold], pagination_id: null }),
    ];

    // Act
    const before = await keys();
    await keepHouse();
    for (const fault of faults) fault.remove();
    const records = recordsOf((await stored(before)).bytes);

    // Assess
    const of = (name: string) => records.find(({ opensearch }) => opensearch.index.name === name)!.opensearch.index;
    expect(of(index)).toMatchObject({ storage_tier: 'warm', total: { docs: { count: 20 } } });
    expect(of('log-aws-old')).toMatchObject({
      storage_tier: 'cold',
      index_status: 'cold',
      total: { store: { size_in_bytes: 7 } },
    });
  });

  it('measures a serverless collection and deletes what is too old, by requests that collections know', async () => {
    // Prepare: nothing else is from before 1980, so that other tests keep what is theirs.
    const old = `log-${scope.indexPrefix}collection-1970-01`;
    const young = `log-${scope.indexPrefix}collection-2026-01`;
    for (const name of [old, young]) await stack.opensearch.indices.create({ index: name });
    const known = /^\/(_cat\/indices|log-[^/?]+)(\?|$)/;
    const fault = proxy.inject({ kind: 'status', status: 404 }, { when: ({ path }) => !known.test(path) });

    // Act
    const before = await keys();
    const { code, output } = await keepHouse({
      SIEM_OPENSEARCH_AUTH: 'sigv4',
      SIEM_OPENSEARCH_SERVICE: 'aoss',
      SIEM_DELETE_AFTER_DAYS: '16000',
    });
    fault.remove();

    // Assess
    expect([code, output]).toEqual([0, expect.stringContaining(`"index":"${old}"`)]);
    const records = recordsOf((await stored(before)).bytes);
    expect(records.map(({ opensearch }) => opensearch.index.name)).toContain(old);
    expect(records[0]!.opensearch.cluster).toEqual({ id: '127', name: '127' });
    const left = await stack.opensearch.indices.get({ index: `log-${scope.indexPrefix}collection-*` });
    expect(Object.keys(left.body)).toEqual([young]);
    await stack.opensearch.indices.delete({ index: young });
  });

  it.each([
    [{ SIEM_DELETE_AFTER_DAYS: '90' }, 'SIEM_DELETE_AFTER_DAYS is for serverless collections'],
    [{ SIEM_DELETE_AFTER_DAYS: '0' }, 'SIEM_DELETE_AFTER_DAYS'],
    [{ SIEM_LOG_BUCKET: '' }, 'SIEM_LOG_BUCKET'],
    [{ SIEM_METRICS_PERIOD_HOURS: '0' }, 'SIEM_METRICS_PERIOD_HOURS'],
    [{ SIEM_ACCOUNT_ID: '12' }, 'SIEM_ACCOUNT_ID: must be 12 digits'],
    [{ OPENSEARCH_URL: '' }, 'OPENSEARCH_URL'],
  ])('names what is wrong in %j', async (environment, message) => {
    const { code, output } = await keepHouse(environment);
    expect([code, output]).toEqual([1, expect.stringContaining(message)]);
  });
});
