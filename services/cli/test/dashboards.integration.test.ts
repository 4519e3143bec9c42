import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestStack, testStack } from '@siem/test-support';
import { runCli } from './run-cli.ts';

let stack: TestStack;
let folder: string;

beforeAll(() => {
  stack = testStack();
  folder = mkdtempSync(join(tmpdir(), 'siem-preview-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stack.close();
});

const preview = (...args: string[]) =>
  runCli(['dashboards', 'preview', ...args], { OPENSEARCH_URL: stack.endpoints.opensearchUrl });

describe('siem dashboards preview', () => {
  it('writes a page without scripts, also of a cluster without logs', async () => {
    const file = join(folder, 'waf.html');
    const { code, stdout } = await preview('waf', '--out', file, '--from', 'now-1h');
    expect([code, stdout]).toEqual([0, `${file}\n`]);
    const html = readFileSync(file, 'utf8');
    expect(html).toContain('<title>AWS WAF</title>');
    expect(html).not.toContain('<script');
  });

  it.each([
    [['wav'], "There is no dashboard 'wav'; known: siem-overview, "],
    [[], 'Name a dashboard, or give --all'],
    [['waf', '--from', 'yesterday'], "'yesterday' is no time; right is 'now'"],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, stderr } = await preview(...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });
});
