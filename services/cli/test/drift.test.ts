import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from './run-cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'siem-drift-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('siem drift', () => {
  it('names the fields of a file that no sample has', async () => {
    const event = {
      eventVersion: '1.11',
      eventID: 'a',
      eventTime: '2026-01-30T10:00:00Z',
      eventName: 'X',
      brandNew: { a: 1 },
    };
    const file = join(folder, 'trail.json');
    writeFileSync(file, JSON.stringify({ Records: [event] }));
    const key = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/30/x.json';
    const { code, stdout } = await runCli(['drift', file, '--key', key, '--json']);
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      { documents: 1, fields: [{ logType: 'cloudtrail', field: 'brandNew.a', documents: 1, example: 1 }] },
    ]);
  });

  it('says when a file is no log', async () => {
    const file = join(folder, 'what.bin');
    writeFileSync(file, 'nothing');
    const { code, stderr } = await runCli(['drift', file]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('what.bin: no log type has a key pattern')]);
  });
});
