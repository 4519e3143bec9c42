import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TemplatedIndexes } from '@siem/index-templates/testing';
import { countDocuments, type TestScope, type TestStack, testStack } from '@siem/test-support';
import { type Detection, detections, type Monitor, toMonitor } from '../src/index.ts';
import { detectionDocuments, expectedAlerts } from './events.ts';

/** Five minutes after the samples' clock. */
const periodEnd = Date.UTC(2026, 0, 31, 0, 5);

let stack: TestStack;
let scope: TestScope;
let indexes: TemplatedIndexes;

beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
  indexes = await TemplatedIndexes.open(stack.opensearch, scope);
  expect(await indexes.add(await detectionDocuments())).toEqual([]);
}, 120_000);

afterAll(async () => {
  await indexes.removeTemplates();
  await scope.cleanUp();
  await stack.close();
});

const enabled = { channelIds: [], enabled: true };

it('there is an expectation for every detection', () => {
  expect(Object.keys(expectedAlerts).sort()).toEqual(detections.map(({ name }) => name).sort());
});

describe.each(detections.filter(({ kind }) => kind === 'query'))('$name', (detection) => {
  it('finds what it is for and nothing else, and its trigger says so', async () => {
    // Prepare
    const monitor = toMonitor(detection, enabled);

    // Act
    const { hits } = await search(monitor);
    const { hits: nothing } = await search(monitor, Date.UTC(2020, 0, 1));

    // Assess
    expect(hits.total.value).toBe(expectedAlerts[detection.name]);
    expect(await isTriggered(monitor, { hits })).toBe(true);
    expect(await isTriggered(monitor, { hits: nothing })).toBe(false);
  });
});

describe.each(detections.filter(({ kind }) => kind === 'bucket'))('$name', (detection) => {
  it('finds the groups it is for and no others', async () => {
    const { aggregations } = await search(toMonitor(detection, enabled));

    const found = aggregations!.groups.buckets.map(({ key }) => Object.values(key).join());
    expect(found.sort()).toEqual(expectedAlerts[detection.name]);
  });
});

describe.each(detections.filter((detection) => detection.kind === 'document'))('$name', (detection) => {
  it.each(detection.rules)('has a rule $name that finds its events', async ({ name, query }) => {
    const count = await countDocuments(stack.opensearch, indexPatterns(detection).join(), { query_string: { query } });

    expect(count).toBe((expectedAlerts[detection.name] as Record<string, number>)[name]);
  });

  it('works as stored queries, which is how the plugin runs it', async () => {
    // Prepare: one percolator query a rule, beside the fields of the log index
    const index = indexes.name('stored-queries');
    const name = indexes.name('log-aws-cloudtrail-2026-01');
    const { body } = await stack.opensearch.indices.simulateIndexTemplate({ name });
    const { mappings } = (body as unknown as { template: { mappings: { properties: object } } }).template;
    const properties = {
      ...mappings.properties,
      userIdentity: { properties: { type: { type: 'keyword' } } },
      stored: { type: 'percolator' },
      eventName: { type: 'keyword' },
      eventSource: { type: 'keyword' },
    };
    // The plugin's index of queries has settings of its own, not those of the logs.
    const settings = { 'index.mapping.total_fields.limit': 5000 };
    await stack.opensearch.indices.create({
      index,
      body: { settings, mappings: { ...mappings, properties } } as never,
    });
    for (const { name, query } of detection.rules) {
      await stack.opensearch.index({ index, id: name, body: { stored: { query_string: { query } } }, refresh: true });
    }

    // Act
    const documents = (await detectionDocuments()).filter(({ _index }) => _index.startsWith('log-aws-cloudtrail'));
    const answer = await stack.opensearch.search({
      index,
      body: {
        size: 100,
        query: { percolate: { field: 'stored', documents: documents.map(({ _source }) => _source) } },
      } as never,
    });

    // Assess
    expect(answer.body.hits.hits.map(({ _id }) => _id).sort()).toEqual(detection.rules.map(({ name }) => name).sort());
  });
});

describe('on a cluster without documents', () => {
  it.each(detections.filter(({ kind }) => kind !== 'document'))('$name runs without an error', async (detection) => {
    const monitor = toMonitor(detection, enabled);
    const input = monitor.inputs[0] as { search: { indices: string[]; query: object } };
    const { body } = await stack.opensearch.search({
      index: input.search.indices.map((pattern) => `none-${pattern}`),
      body: rendered(input.search.query, periodEnd) as never,
      ignore_unavailable: true,
    });
    expect(body._shards.failed).toBe(0);
  });
});

interface Found {
  hits: { total: { value: number } };
  aggregations?: { groups: { buckets: { key: Record<string, string> }[] } };
}

/** The monitor's input as the plugin runs it, with the bucket trigger's condition as the selector that it becomes. */
async function search(monitor: Monitor, end = periodEnd): Promise<Found> {
  const input = monitor.inputs[0] as { search: { indices: string[]; query: Record<string, unknown> } };
  const query = rendered(input.search.query, end) as {
    aggregations?: { groups: { aggregations: Record<string, unknown> } };
  };
  const [trigger] = monitor.triggers;
  if (trigger !== undefined && 'bucket_level_trigger' in trigger) {
    const { buckets_path, script } = trigger.bucket_level_trigger.condition;
    query.aggregations!.groups.aggregations['selected'] = { bucket_selector: { buckets_path, script } };
  }
  const { body } = await stack.opensearch.search({
    index: input.search.indices.map((pattern) => indexes.name(pattern)),
    body: query as never,
    ignore_unavailable: true,
  });
  return body as unknown as Found;
}

/** The trigger's painless condition, run by the real painless over a real result. */
async function isTriggered(monitor: Monitor, result: object): Promise<boolean> {
  const [trigger] = monitor.triggers;
  if (trigger === undefined || !('query_level_trigger' in trigger))
    throw new Error(`${monitor.name} has no query trigger`);
  const { source } = trigger.query_level_trigger.condition.script;
  const { body } = await stack.opensearch.scriptsPainlessExecute({
    body: {
      script: {
        source: source.replaceAll('ctx.', 'params.ctx.'),
        lang: 'painless',
        params: { ctx: { results: [result] } },
      },
    },
  });
  return String((body as { result: unknown }).result) === 'true';
}

function rendered(query: object, end: number): object {
  return JSON.parse(JSON.stringify(query).replaceAll('{{period_end}}', String(end))) as object;
}

function indexPatterns(detection: Detection): string[] {
  return detection.indices.map((pattern) => indexes.name(pattern));
}
