import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeDemoDatabases } from '@siem/mmdb-builder';
import { type TestScope, type TestStack, testStack } from '@siem/test-support';
import { pack } from 'tar-stream';

let stack: TestStack;
let scope: TestScope;
let server: Server;
let url: string;
let folder: string;
const seen: string[] = [];

beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
  folder = mkdtempSync(join(tmpdir(), 'siem-updater-'));
  writeDemoDatabases(folder);
  const archive = await tarOf('GeoLite2-City.mmdb');
  const files: Record<string, Buffer | string> = {
    '/geoip/databases/GeoLite2-City/download?suffix=tar.gz': archive,
    '/geoip/databases/GeoLite2-City/download?suffix=tar.gz.sha256': `${createHash('sha256').update(archive).digest('hex')}  x.tar.gz\n`,
    '/geoip/databases/GeoLite2-ASN/download?suffix=tar.gz': archive,
    '/geoip/databases/GeoLite2-ASN/download?suffix=tar.gz.sha256': '0000  x.tar.gz\n',
    '/exits.txt': '192.0.2.1\n192.0.2.2\n',
    '/feed.csv': 'first_seen,ioc\n2026-01-30,192.0.2.9\n2026-01-31,evil.example\n',
    '/bundle.json': '{"type":"bundle"}',
  };
  server = createServer((request, response) => {
    seen.push(`${request.headers.authorization ?? '-'} ${request.url}`);
    const body = files[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
  await scope.cleanUp();
  await stack.close();
});

async function tarOf(name: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: `GeoLite2-City_20260130/${name}` }, readFileSync(join(folder, name)));
  archive.entry({ name: 'GeoLite2-City_20260130/LICENSE.txt' }, 'x');
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return gzipSync(Buffer.concat(pieces));
}

function update(environment: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
    env: { PATH: process.env['PATH'], ...scope.environment, SIEM_ENRICHMENT_BUCKET: scope.logBucket, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (output += piece.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

async function stored(): Promise<string[]> {
  const { Contents = [] } = await stack.s3.send(new ListObjectsV2Command({ Bucket: scope.logBucket }));
  return Contents.map(({ Key }) => Key!).sort();
}

const list = (path: string, more: object = {}) => ({ url: `${url}${path}`, ...more });

describe('the enrichment updater', () => {
  it('puts databases and lists where workers find them', async () => {
    const { code, output } = await update({
      SIEM_MAXMIND_URL: url,
      SIEM_MAXMIND_ACCOUNT_ID: '12',
      SIEM_MAXMIND_LICENSE_KEY: 'secret-key',
      SIEM_MAXMIND_EDITIONS: 'GeoLite2-City',
      SIEM_THREAT_LISTS: JSON.stringify({
        tor: list('/exits.txt'),
        feed: list('/feed.csv', { format: 'csv', column: 'ioc' }),
      }),
    });
    expect([code, output]).toEqual([0, expect.not.stringContaining('secret-key')]);
    expect(await stored()).toEqual(['geoip/GeoLite2-City.mmdb', 'threat/feed/feed.txt', 'threat/tor/tor.txt']);
    const { Body } = await stack.s3.send(
      new GetObjectCommand({ Bucket: scope.logBucket, Key: 'threat/feed/feed.txt' }),
    );
    expect(await Body!.transformToString()).toBe('192.0.2.9\nevil.example\n');
    expect(seen[0]).toMatch(/^Basic MTI6c2VjcmV0LWtleQ== /);
  });

  it('keeps what is there, goes on with the rest and fails when something cannot be had', async () => {
    const { code, output } = await update({
      SIEM_MAXMIND_URL: url,
      SIEM_MAXMIND_ACCOUNT_ID: '12',
      SIEM_MAXMIND_LICENSE_KEY: 'secret-key',
      SIEM_MAXMIND_EDITIONS: 'GeoLite2-ASN',
      SIEM_THREAT_LISTS: JSON.stringify({
        gone: list('/gone.txt'),
        stix: list('/bundle.json', { format: 'stix' }),
        late: list('/exits.txt'),
      }),
    });
    expect(code).toBe(1);
    expect(output).toContain('GeoLite2-ASN: the checksum is ');
    expect(output).toContain('/gone.txt answers 404');
    expect(output).toContain('stix: is no STIX bundle');
    expect(await stored()).toContain('threat/late/late.txt');
    expect(await stored()).not.toContain('geoip/GeoLite2-ASN.mmdb');
  });

  it.each([
    [{ SIEM_ENRICHMENT_BUCKET: '' }, 'SIEM_ENRICHMENT_BUCKET'],
    [{ SIEM_THREAT_LISTS: '{' }, 'SIEM_THREAT_LISTS: must be JSON'],
    [{ SIEM_THREAT_LISTS: '{"a":{"url":"http://example.com"}}' }, 'must begin with https://'],
    [{ SIEM_MAXMIND_ACCOUNT_ID: '12' }, 'go together'],
  ])('names what is wrong in %j', async (environment, message) => {
    const { code, output } = await update(environment);
    expect([code, output]).toEqual([1, expect.stringContaining(message)]);
  });
});
