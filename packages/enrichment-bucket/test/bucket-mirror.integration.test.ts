import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestScope, type TestStack, testStack } from '@siem/test-support';
import { BucketMirror } from '../src/index.ts';

let stack: TestStack;
let scope: TestScope;
let folder: string;

beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
  folder = mkdtempSync(join(tmpdir(), 'siem-mirror-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await scope.cleanUp();
  await stack.close();
});

const put = (Key: string, Body: string) =>
  stack.s3.send(new PutObjectCommand({ Bucket: scope.logBucket, Key, Body, ContentLength: Body.length }));

describe('the mirror of the enrichment bucket', () => {
  it('follows what is in the bucket, and nothing that is elsewhere', async () => {
    // Prepare
    const directory = join(folder, 'inner');
    const mirror = new BucketMirror(stack.s3, scope.logBucket, directory);
    await put('threat/tor/exits.txt', '192.0.2.1');
    await put('geoip/../../escaped', 'no');
    await put('AWSLogs/x', 'no');

    // Act and assess
    expect(await mirror.refresh()).toEqual({ written: ['threat/tor/exits.txt'], removed: [] });
    expect(readFileSync(join(directory, 'threat/tor/exits.txt'), 'utf8')).toBe('192.0.2.1');
    expect(existsSync(join(folder, 'escaped'))).toBe(false);
    expect(await mirror.refresh()).toEqual({ written: [], removed: [] });
    await put('threat/tor/exits.txt', '192.0.2.2');
    expect(await mirror.refresh()).toEqual({ written: ['threat/tor/exits.txt'], removed: [] });
    expect(readFileSync(join(directory, 'threat/tor/exits.txt'), 'utf8')).toBe('192.0.2.2');
    await stack.s3.send(new DeleteObjectCommand({ Bucket: scope.logBucket, Key: 'threat/tor/exits.txt' }));
    expect(await mirror.refresh()).toEqual({ written: [], removed: ['threat/tor/exits.txt'] });
    expect(existsSync(join(directory, 'threat/tor/exits.txt'))).toBe(false);
  });

  it('keeps what it has when the bucket cannot be read', async () => {
    const mirror = new BucketMirror(stack.s3, 'siem-no-such-bucket', join(folder, 'other'));
    await expect(mirror.refresh()).rejects.toThrow();
  });
});
