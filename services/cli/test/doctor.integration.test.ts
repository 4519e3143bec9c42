import { gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestScope, type TestStack, testStack } from '@siem/test-support';
import { countFields } from '../src/doctor/cluster.ts';
import { runCli } from './run-cli.ts';

interface Finding {
  area: string;
  check: string;
  status: string;
  found: string;
  advice?: string;
}

let stack: TestStack;
let scope: TestScope;

beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
});

afterAll(async () => {
  await stack.opensearch.indices.delete({ index: 'log-doctor-*', allow_no_indices: true });
  await scope.cleanUp();
  await stack.close();
});

async function doctor(
  environment: Record<string, string> = {},
  ...args: string[]
): Promise<{ code: number | null; findings: Finding[] }> {
  const { code, stdout, stderr } = await runCli(['doctor', '--json', ...args], {
    ...scope.environment,
    ...environment,
  });
  if (stdout === '') throw new Error(stderr);
  return { code, findings: (JSON.parse(stdout) as { findings: Finding[] }).findings };
}

const of = (findings: readonly Finding[], check: string) => findings.filter((finding) => finding.check === check);

async function write(index: string, document: object): Promise<void> {
  await stack.opensearch.index({ index, body: document, refresh: 'true' });
}

describe('siem doctor', () => {
  it('finds nothing wrong with a stack that is in order', async () => {
    // Act
    const { findings } = await doctor();

    // Assess
    // Other tests at the same time may have indexes that are in no order.
    expect(findings.filter(({ area, status }) => area !== 'opensearch' && status === 'failed')).toEqual([]);
    expect(of(findings, 'queue')).toMatchObject([
      { status: 'ok', found: expect.stringMatching(/^\d messages wait, \d are in work$/) },
    ]);
    expect(of(findings, 'notifications')).toMatchObject([{ status: 'ok' }]);
    expect(of(findings, 'version')[0]!.found).toMatch(/^opensearch \d/);
    expect(of(findings, 'dead letters')).toMatchObject([{ status: 'ok' }]);
  });

  it('names what stands in the way, each with what to do', async () => {
    // Act
    const { code, findings } = await doctor({
      SIEM_QUEUE_URL: `${scope.environment['SIEM_QUEUE_URL']}-gone`,
      SIEM_LOG_BUCKET: 'siem-no-such-bucket',
      SIEM_DEAD_LETTER_BUCKET: '',
      OPENSEARCH_URL: 'http://127.0.0.1:1',
      SIEM_GEOIP_DIR: import.meta.dirname,
      SIEM_THREAT_DIR: '/siem/nowhere',
    });

    // Assess
    expect(code).toBe(1);
    const failed = findings.filter(({ status }) => status === 'failed');
    expect(failed.map(({ area, check }) => `${area} ${check}`).sort()).toEqual([
      'buckets dead letters',
      'buckets log bucket',
      'enrichment threat lists',
      'opensearch reachable',
      'queue queue',
    ]);
    for (const { advice } of failed) expect(advice).toMatch(/\.$/);
    expect(of(findings, 'GeoIP')).toHaveLength(2);
  });

  it('says which fields were refused and what mends them', async () => {
    // Prepare
    const keyword = { type: 'keyword' as const };
    const properties = { '@log_type': keyword, 'siem.safe_form.reason': keyword, 'siem.safe_form.field': keyword };
    await stack.opensearch.indices.create({ index: 'log-doctor-a', body: { mappings: { properties } } });
    const now = new Date().toISOString();
    const event = { ingested: now };
    const refused = { reason: 'mapping_conflict', field: 'requestParameters.\u001b[31mtags' };
    for (let i = 0; i < 3; i++)
      await write('log-doctor-a', { event, '@log_type': 'x', tags: ['siem_safe_form'], siem: { safe_form: refused } });
    await write('log-doctor-a', { event, '@log_type': 'x', tags: ['siem_no_timestamp'] });

    // Act
    const { findings } = await doctor();
    const text = await runCli(['doctor'], scope.environment);

    // Assess
    const [safeForm] = of(findings, 'safe form');
    expect(safeForm).toMatchObject({ status: 'warning', advice: expect.stringContaining('flat_object') });
    expect(safeForm!.found).toMatch(/^3 documents: requestParameters\..*tags \(mapping_conflict\)$/);
    expect(of(findings, 'siem_no_timestamp')).toMatchObject([{ status: 'warning' }]);
    expect(text.stdout).not.toContain('\u001b');
  });

  it('finds read-only indexes, indexes full of fields, and letters and messages that nobody looked at', async () => {
    // Prepare
    const { opensearch, s3, sqs } = stack;
    const index = 'log-doctor-full';
    const properties = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`f${i}`, { type: 'keyword' as const }]),
    );
    await opensearch.indices.create({ index, body: { mappings: { properties } } });
    // A stack kept for development may have templates, with fields of their own.
    const { body: mappings } = await opensearch.indices.getMapping({ index });
    const limit = countFields(mappings[index]!.mappings as never) + 2;
    await opensearch.indices.putSettings({ index, body: { 'index.mapping.total_fields.limit': limit } as never });
    await opensearch.indices.create({
      index: 'log-doctor-blocked',
      body: { settings: { 'index.blocks.read_only_allow_delete': true } as never },
    });
    await sqs.send(new SendMessageCommand({ QueueUrl: scope.environment['SIEM_DLQ_URL']!, MessageBody: 'x' }));
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    await s3.send(
      new PutObjectCommand({
        Bucket: scope.deadLetterBucket,
        Key: `dead-letters/alb/${day}/x.ndjson.gz`,
        Body: gzipSync(`${JSON.stringify({ code: 'bad', log_type: 'alb', first_seen: new Date().toISOString() })}\n`),
      }),
    );

    // Act
    const { code, findings } = await doctor();

    // Assess
    expect(code).toBe(1);
    expect(of(findings, 'blocks')).toMatchObject([
      { status: 'failed', found: expect.stringContaining('log-doctor-blocked') },
    ]);
    expect(of(findings, 'fields')).toMatchObject([
      { status: 'warning', found: expect.stringContaining('log-doctor-full') },
    ]);
    expect(of(findings, 'dead-letter queue')).toMatchObject([{ status: 'warning', found: '1 messages' }]);
    expect(of(findings, 'dead letters')).toMatchObject([{ found: '1 in the last 24 hours: 1 alb bad' }]);
  });

  it('asks a worker', async () => {
    const { findings } = await doctor({}, '--worker', 'http://127.0.0.1:1');
    expect(findings.filter(({ area }) => area === 'worker')).toMatchObject([{ check: 'ready', status: 'failed' }]);
  });
});
