import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Metrics } from '@siem/metrics';
import { writeDemoDatabases } from '@siem/mmdb-builder';
import type { NormalizedChunk } from '@siem/normalizer';
import { pino } from 'pino';
import { readWorkerConfig } from '../src/config.ts';
import { FileChanges } from '../src/file-changes.ts';
import { ObjectGuard } from '../src/isolation/isolate.ts';
import { NormalizePool } from '../src/normalize-pool.ts';
import { threadOptions } from '../src/thread-options.ts';

const line = '2 111122223333 eni-0a1b2c3d 10.0.1.25 203.0.113.77 1024 443 6 12 4821 1769767500 1769767560 ACCEPT OK';
const never = new AbortController().signal;

let directory: string;
let database: string;
let pool: NormalizePool;
let metrics: Metrics;
let logged: { event: string; reason?: string }[];

/** Two threads that look at their files all the time. */
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'siem-enrichment-'));
  database = join(directory, 'GeoLite2-City.mmdb');
  writeDemoDatabases(directory);
  mkdirSync(join(directory, 'threat'));
  mkdirSync(join(directory, 'exclusions'));
  const options = threadOptions(
    readWorkerConfig({
      SIEM_QUEUE_URL: 'http://127.0.0.1:1/q',
      OPENSEARCH_URL: 'http://127.0.0.1:1',
      SIEM_DEAD_LETTER_BUCKET: 'dead-letters',
      SIEM_GEOIP_DIR: directory,
      SIEM_THREAT_DIR: join(directory, 'threat'),
      SIEM_EXCLUSION_DIR: join(directory, 'exclusions'),
    }),
  );
  Object.assign(options.enrichment, { geoipRefreshMs: 20, threatRefreshMs: 20 });
  Object.assign(options.exclusion, { refreshMs: 20 });
  metrics = new Metrics();
  logged = [];
  const log = new Writable({
    write(entry, _encoding, done) {
      logged.push(JSON.parse(String(entry)));
      done();
    },
  });
  const changes = new FileChanges(metrics, pino(log));
  let reports = 0;
  pool = await NormalizePool.start(
    {
      threads: 2,
      threadMemoryMib: 256,
      taskTimeoutMs: 30_000,
      chunkBytes: 1024,
      onEnrichment: (change) => {
        reports++;
        changes.enrichment(change);
      },
    },
    options,
  );
  waitForReports = async (count) => {
    const wanted = reports + count;
    while (reports < wanted) await new Promise((resolve) => setTimeout(resolve, 5));
  };
});
let waitForReports: (count: number) => Promise<void>;

afterEach(async () => {
  await pool.close();
  rmSync(directory, { recursive: true });
});

/** Never seen half written. */
function put(path: string, content: string | Buffer): void {
  const aside = join(directory, 'aside');
  writeFileSync(aside, content);
  renameSync(aside, path);
}

function normalized(): Promise<NormalizedChunk> {
  const bytes = new TextEncoder().encode(`${line}\n`);
  const key = 'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/a.log';
  const task = { logType: 'vpcflowlogs', bucket: 'logs', key, nowMs: Date.now(), arrivedMs: Date.now(), bytes };
  return pool.run(task, new ObjectGuard(1), never);
}

async function document(): Promise<{ destination: { geo?: object } }> {
  const chunk = await normalized();
  return JSON.parse(Buffer.from(chunk.body).toString().split('\n')[1]!);
}

describe('files of GeoIP and threat intelligence that change while the worker runs', () => {
  it('leave the former databases in use where they cannot be read, which is logged once for all threads', async () => {
    const good = readFileSync(database);
    put(database, 'half a download');
    await waitForReports(6);
    expect(logged).toEqual([
      expect.objectContaining({ event: 'geoip_wrong', reason: expect.stringContaining('GeoLite2-City.mmdb') }),
    ]);
    expect((await document()).destination.geo).toBeDefined();
    expect(await metrics.registry.metrics()).toContain('code="geoip"} 1');

    put(database, good);
    while (logged.length < 2) await waitForReports(1);
    expect(logged.map(({ event }) => event)).toEqual(['geoip_wrong', 'geoip_changed']);
    expect((await document()).destination.geo).toBeDefined();
  });

  it('name the threat list that is wrong; the others are used', async () => {
    put(join(directory, 'threat', 'broken.json'), '{"objects": 1}');
    await waitForReports(2);
    put(join(directory, 'threat', 'good.txt'), '203.0.113.77\n');
    await waitForReports(2);
    expect(logged[0]).toMatchObject({ event: 'threat_lists_wrong', reason: expect.stringMatching(/^broken\.json: /) });
    expect(await document()).toMatchObject({ 'threat.matched': { indicators: ['203.0.113.77'] } });
  });
});

describe('rules that change while the worker runs', () => {
  it('are used by its threads', async () => {
    expect((await normalized()).excluded).toEqual({});
    const rule = 'fields: [{ name: quiet, log_type: vpcflowlogs, field: srcport, equals: 1024 }]';
    put(join(directory, 'exclusions', 'rules.yaml'), rule);
    let excluded = {};
    while (Object.keys(excluded).length === 0) ({ excluded } = await normalized());
    expect(excluded).toEqual({ quiet: 1 });
  });
});
