import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { writeDemoDatabases } from '@siem/mmdb-builder';
import { type FaultProxy, startFaultProxy, type TestStack, testStack } from '@siem/test-support';
import { startFixture, until, useStackCredentials, type WorkerFixture } from './worker-fixture.ts';

const vpcKey = (name: string) => `AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/${name}`;
const header =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n';
const line = (i: number) =>
  `2 111122223333 eni-0a1b2c3d4e5f60718 10.0.1.25 203.0.113.77 ${1024 + (i % 60_000)} 443 6 12 4821 1769767500 ${1769767560 + i} ACCEPT OK\n`;

let stack: TestStack;
let s3Proxy: FaultProxy;
let fixture: WorkerFixture;

beforeAll(async () => {
  stack = testStack();
  useStackCredentials(stack);
  s3Proxy = await startFaultProxy({ target: stack.endpoints.awsEndpointUrl });
  process.env['AWS_ENDPOINT_URL_S3'] = s3Proxy.url;
});
afterAll(async () => {
  delete process.env['AWS_ENDPOINT_URL_S3'];
  await s3Proxy.stop();
  await stack.close();
});

const indexed = (logType: string) => fixture.count({ match: { '@log_type': logType } });

describe('the worker', () => {
  beforeEach(async () => {
    fixture = await startFixture(stack, {
      environment: { SIEM_MAX_RECORD_BYTES: '1048576', SIEM_MAX_UNCOMPRESSED_BYTES: '104857600' },
    });
  });
  afterEach(async () => {
    s3Proxy.pass();
    await fixture.stop();
  });

  it('takes objects from S3 notifications to documents, each once, however often they are delivered', async () => {
    const body = gzipSync(header + Array.from({ length: 5000 }, (_, i) => line(i)).join(''));
    await fixture.put(vpcKey('a.log.gz'), body);
    await fixture.put(vpcKey('ü +1.log.gz'), body);
    await fixture.put(
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/30/c.json.gz',
      gzipSync(
        '{"Records":[{"eventVersion":"1.11","eventID":"e1","eventTime":"2026-01-30T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject"}]}',
      ),
    );
    await fixture.settled();
    expect(await indexed('vpcflowlogs')).toBe(5000);
    expect(await indexed('cloudtrail')).toBe(1);
    await fixture.put(vpcKey('a.log.gz'), body);
    await fixture.settled();
    expect(await indexed('vpcflowlogs')).toBe(5000);
    expect(await fixture.metric('siem_ledger_imbalance_total{')).toBe('');
    expect(await fixture.metric('siem_records_total{log_type="vpcflowlogs",state="duplicate"}')).toMatch(/ 10000$/);
    expect(await fixture.deadLetters()).toEqual([]);
  });

  it('gives every kind of bad object a defined end', async () => {
    // Prepare
    const good = header + line(1);
    const objects: Record<string, Uint8Array | string> = {
      [vpcKey('empty.log.gz')]: '',
      [vpcKey('truncated.log.gz')]: gzipSync(
        header + Array.from({ length: 2000 }, (_, i) => line(i)).join(''),
      ).subarray(0, -30),
      [vpcKey('trailing.log.gz')]: Buffer.concat([gzipSync(header + line(5000) + line(5001)), Buffer.from('rubbish')]),
      [vpcKey('rubbish.log.gz')]: Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256)),
      [vpcKey('long-line.log.gz')]: gzipSync(`${good}${'x'.repeat(20_000_000)}\n${line(2)}`),
      [vpcKey('bomb.log.gz')]: gzipSync(Buffer.alloc(200_000_000)),
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/30/deep.json': `{"Records":[{"eventID":"deep","a":${'['.repeat(10_000)}${']'.repeat(10_000)}},{"eventID":"after-deep","eventTime":"2026-01-30T10:00:00Z"}]}`,
      'somewhere/else.log': 'nothing we know',
      'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/30/digest.json.gz': '{}',
    };

    // Act
    for (const [key, body] of Object.entries(objects)) await fixture.put(key, body);
    await fixture.settled();

    // Assess
    const letters = await fixture.deadLetters();
    const codesOf = (name: string) => letters.filter(({ key }) => String(key).includes(name)).map(({ code }) => code);
    expect(codesOf('truncated')).toContain('object_truncated');
    expect(codesOf('trailing')).toEqual(['object_corrupt']);
    expect(await fixture.count({ match_phrase: { '@log_s3key': vpcKey('trailing.log.gz') } })).toBe(2);
    expect(codesOf('rubbish').length).toBeGreaterThan(0);
    expect(codesOf('long-line')).toEqual(['record_too_long']);
    expect(codesOf('bomb').some((code) => String(code).startsWith('object_'))).toBe(true);
    expect(codesOf('deep')).toEqual(['too_deep']);
    expect(await indexed('cloudtrail')).toBe(1);
    const outcomes = await fixture.metric('siem_objects_total');
    expect(outcomes).toContain('outcome="unknown_log_type"} 1');
    expect(outcomes).toContain('outcome="ignored_key"} 1');
    expect(await fixture.metric('siem_ledger_imbalance_total{')).toBe('');
  });

  it('forgets an object that is gone before it is read', async () => {
    await fixture.notify(vpcKey('gone.log'));
    await fixture.settled();
    expect(await fixture.metric('siem_objects_total')).toContain('outcome="gone"} 1');
  });

  it('gives objects back that are not to be had now, says why, and loads them later', async () => {
    // Prepare
    const refusals = {
      access_denied: [403, 'AccessDenied', 'Access Denied'],
      kms_denied: [403, 'AccessDenied', 'User: u is not authorized to perform: kms:Decrypt on resource: k'],
      wrong_region: [301, 'PermanentRedirect', 'Use the endpoint.'],
    } as const;
    for (const [code, [status, name, message]] of Object.entries(refusals)) {
      const body = `<Error><Code>${name}</Code><Message>${message}</Message></Error>`;
      const headers = { 'content-type': 'application/xml' };
      // The client asks twice where the region seems to be wrong.
      const times = status === 301 ? 2 : 1;
      s3Proxy.inject(
        { kind: 'status', status, body, headers },
        { when: ({ method, path }) => method === 'GET' && path.includes(code), times },
      );
    }

    // Act
    let i = 0;
    for (const code of Object.keys(refusals)) await fixture.put(vpcKey(`${code}.log`), header + line(i++));
    await fixture.settled();

    // Assess
    expect(await indexed('vpcflowlogs')).toBe(3);
    expect(await fixture.deadLetters()).toEqual([]);
    for (const [code, [, , message]] of Object.entries(refusals)) {
      const failed = fixture.logged.find((entry) => entry['event'] === 'object_failed' && entry['code'] === code);
      expect(failed).toMatchObject({
        level: 40,
        bucket: fixture.scope.logBucket,
        key: vpcKey(`${code}.log`),
        reason: expect.stringContaining(message),
      });
    }
  });

  it('answers about its health', async () => {
    const answers = await Promise.all(
      ['healthz', 'readyz', 'nothing'].map(
        async (path) => (await fetch(`http://127.0.0.1:${fixture.worker.httpPort}/${path}`)).status,
      ),
    );
    expect(answers).toEqual([200, 200, 404]);
  });
});

describe('exclusion rules', () => {
  let directory: string;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'siem-rules-'));
    const rules = `keys: [{ name: sandbox, pattern: /sandbox-, log_types: [vpcflowlogs] }]
fields: [{ name: quiet, log_type: vpcflowlogs, field: srcport, equals: 1025 }]
conditions: [{ name: trial, log_type: vpcflowlogs, action: COUNT, expression: "source.port == \`1026\`" }]
`;
    writeFileSync(join(directory, 'rules.yaml'), rules);
    fixture = await startFixture(stack, { environment: { SIEM_EXCLUSION_DIR: directory } });
  });
  afterEach(async () => {
    await fixture.stop();
    rmSync(directory, { recursive: true });
  });

  it('leave objects and records out, each with its count, and the ledger balances', async () => {
    // Act
    await fixture.put(vpcKey('sandbox-1.log'), header + line(1));
    await fixture.put(vpcKey('b.log'), header + [1, 2, 3].map(line).join(''));
    await fixture.settled();

    // Assess
    expect(await indexed('vpcflowlogs')).toBe(2);
    expect(await fixture.metric('siem_excluded_objects_total')).toContain('rule="sandbox"} 1');
    expect(await fixture.metric('siem_excluded_records_total')).toContain('rule="quiet"} 1');
    expect(await fixture.metric('siem_counted_records_total')).toContain('rule="trial"} 1');
    expect(await fixture.metric('siem_ledger_imbalance_total{')).toBe('');
  });
});

describe('detection rules', () => {
  beforeEach(async () => {
    fixture = await startFixture(stack);
  });
  afterEach(() => fixture.stop());

  it('mark what they recognise, with a count', async () => {
    const event = (id: string, eventName: string) => ({
      eventID: id,
      eventTime: '2026-01-30T10:00:00Z',
      eventSource: 'cloudtrail.amazonaws.com',
      eventName,
    });
    const key = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/30/d.json';
    await fixture.put(key, JSON.stringify({ Records: [event('a', 'StopLogging'), event('b', 'LookupEvents')] }));
    await fixture.settled();
    expect(await indexed('cloudtrail')).toBe(2);
    expect(await fixture.count({ match: { 'siem.detection.severity': 'critical' } })).toBe(1);
    expect(await fixture.metric('siem_detections_total')).toContain('rule="cloudtrail-logging-stopped"} 1');
  });
});

describe('the enrichment bucket', () => {
  it('gives the worker its databases, lists, log types and rules', async () => {
    // Prepare
    const scope = await stack.createScope();
    const folder = mkdtempSync(join(tmpdir(), 'siem-geoip-'));
    writeDemoDatabases(folder);
    const city = readFileSync(join(folder, 'GeoLite2-City.mmdb'));
    const files: Record<string, Buffer> = {
      'geoip/GeoLite2-City.mmdb': city,
      'threat/feed/list.txt': Buffer.from('203.0.113.77\n'),
      'exclusions/rules.yaml': Buffer.from(
        'fields: [{ name: quiet, log_type: vpcflowlogs, field: srcport, equals: 1025 }]',
      ),
    };
    for (const [Key, Body] of Object.entries(files)) {
      const object = { Bucket: scope.logBucket, Key, Body, ContentLength: Body.length };
      await stack.s3.send(new PutObjectCommand(object));
    }
    fixture = await startFixture(stack, { environment: { SIEM_ENRICHMENT_BUCKET: scope.logBucket } });
    try {
      // Act
      await fixture.put(vpcKey('e.log'), header + line(1) + line(2));
      await fixture.settled();

      // Assess
      expect(await indexed('vpcflowlogs')).toBe(1);
      expect(await fixture.count({ exists: { field: 'threat.matched.indicators' } })).toBe(1);
      expect(await fixture.count({ exists: { field: 'destination.geo.country_name' } })).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
      await fixture.stop();
      await scope.cleanUp();
    }
  });
});

describe('log types of the user', () => {
  it('are taken while the worker runs; a wrong file leaves them as they were', async () => {
    // Prepare
    const directory = mkdtempSync(join(tmpdir(), 'siem-custom-'));
    const definition = (index: string) => `name: door
title: Door
keys: [/door/]
exampleKey: logs/door/a.log
index: ${index}
format: { kind: keyvalue }
timestamp: { from: time, format: iso8601 }
cloudProvider: false
ecs: { user.name: who }
`;
    const logged = (event: string) => until(() => fixture.logged.some((entry) => entry['event'] === event));
    fixture = await startFixture(stack, {
      environment: { SIEM_CUSTOM_DIR: directory, SIEM_CUSTOM_REFRESH_SECONDS: '1' },
    });
    try {
      // Act
      writeFileSync(join(directory, 'door.yaml'), definition('log-door'));
      await logged('log_types_changed');
      await fixture.put('logs/door/a.log', 'time=2026-01-30T10:00:00Z who=maria door=7');
      await fixture.settled();
      writeFileSync(join(directory, 'door.yaml'), definition('nonsense'));
      await logged('log_types_wrong');
      await fixture.put('logs/door/b.log', 'time=2026-01-30T10:00:01Z who=jonas door=7');
      await fixture.settled();

      // Assess
      expect(await indexed('door')).toBe(2);
    } finally {
      await fixture.stop();
      rmSync(directory, { recursive: true });
    }
  });
});

describe('the ledger', () => {
  beforeEach(async () => {
    fixture = await startFixture(stack);
  });
  afterEach(() => fixture.stop());

  it('keeps a document per object and outcome, once, however often it is delivered', async () => {
    // Act
    for (let i = 0; i < 2; i++) {
      await fixture.put(vpcKey('a.log'), header + line(1) + line(2));
      await fixture.put(vpcKey('cut.log.gz'), gzipSync(header + line(3)).subarray(0, -9));
      await fixture.settled();
    }
    await fixture.put('who/knows.txt', 'nothing we know');
    await fixture.settled();

    // Assess
    const index = 'siem-ledger-*';
    await stack.opensearch.indices.refresh({ index });
    const { body } = await stack.opensearch.search({
      index,
      allow_partial_search_results: false,
      body: { query: { match_phrase: { bucket: fixture.scope.logBucket } }, sort: [{ finished_at: 'asc' }] },
    });
    const documents = body.hits.hits.map(({ _source }) => _source as Record<string, unknown>);
    const byKey = Object.fromEntries(documents.map((document) => [document['key'], document]));
    expect(documents).toHaveLength(3);
    expect(byKey[vpcKey('a.log')]).toMatchObject({
      log_type: 'vpcflowlogs',
      outcome: 'loaded',
      read: 2,
      indexed: 2,
      balances: true,
      account_id: '111122223333',
      region: 'eu-west-1',
      first_event_at: '2026-01-30T10:06:01+00:00',
      last_event_at: '2026-01-30T10:06:02+00:00',
      parser_version: expect.stringMatching(/^siem\//),
      lag_ms: expect.any(Number),
    });
    expect(byKey[vpcKey('cut.log.gz')]).toMatchObject({ outcome: 'unreadable', dead_lettered: 1 });
    expect(byKey['who/knows.txt']).toMatchObject({ outcome: 'unknown_log_type', read: 0 });
  });
});
