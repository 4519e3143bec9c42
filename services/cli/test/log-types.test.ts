import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repositoryRoot } from '@siem/local-stack';
import { runCli } from './run-cli.ts';

const definition = `name: door
title: Door log
keys: [/door/]
exampleKey: logs/door/a.log
index: log-door
format: { kind: keyvalue }
timestamp: { from: time, format: iso8601 }
cloudProvider: false
ecs:
  user.name: who
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'siem-types-'));
  mkdirSync(join(folder, 'door'));
  writeFileSync(join(folder, 'door.yaml'), definition);
  writeFileSync(join(folder, 'door', 'default.log'), 'time=2026-01-30T10:00:00Z who=maria door=7\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const vpc = join(repositoryRoot, 'packages', 'log-types', 'vpcflowlogs');

describe('siem log-types', () => {
  it('lists what there is', async () => {
    const { stdout } = await runCli(['log-types', 'list', '--custom-dir', folder, '--json']);
    const names = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['cloudtrail', 'door', 'vpcflowlogs']));
  });

  it('prints the schema', async () => {
    const { stdout } = await runCli(['log-types', 'schema']);
    expect(JSON.parse(stdout)).toMatchObject({ title: 'SIEM log type', type: 'object' });
  });

  it('tests samples: says what is missing, writes it, passes, and shows the difference field by field', async () => {
    const first = await runCli(['log-types', 'test', folder]);
    expect([first.code, first.stdout]).toEqual([1, expect.stringContaining('nothing is expected yet')]);
    await runCli(['log-types', 'test', folder, '--update']);
    const passed = await runCli(['log-types', 'test', folder]);
    expect([passed.code, passed.stdout]).toEqual([0, expect.stringContaining('1 passed, 0 failed')]);
    writeFileSync(join(folder, 'door.yaml'), definition.replace('user.name: who', 'user.id: who'));
    const failed = await runCli(['log-types', 'test', folder]);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('- documents.0._source.user.name: "maria" (missing)');
    expect(failed.stdout).toContain('+ documents.0._source.user.id: "maria" (not expected)');
  });

  it('names what is wrong in a definition', async () => {
    writeFileSync(join(folder, 'door.yaml'), definition.replace('index:', 'idnex:'));
    const { code, stderr } = await runCli(['log-types', 'test', folder]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("idnex: is not known here; did you mean 'index'?")]);
  });

  it('drafts one', async () => {
    const { stdout } = await runCli(['log-types', 'draft', join(folder, 'door', 'default.log'), '--name', 'door']);
    expect(stdout).toContain('kind: keyvalue');
    expect(stdout).toContain('from: time');
  });
});

describe('siem explain', () => {
  it('says which log type and why, and where fields come from', async () => {
    const key = 'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/a.log';
    const { code, stdout } = await runCli(['explain', join(vpc, 'default.log'), '--key', key]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^vpcflowlogs, because of the key: /);
    expect(stdout).toMatch(/source\.ip .*raw field srcaddr/);
    expect(stdout).toMatch(/cloud\.account\.id .*"111122223333"/);
  });

  it('tells by the content where the key says nothing', async () => {
    const { stdout } = await runCli(['explain', join(vpc, 'default.log'), '--key', 'a/b', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ log_type: 'vpcflowlogs', by: 'content' });
  });

  it('ends with 1 where there is no such record', async () => {
    const { code, stdout } = await runCli(['explain', join(vpc, 'default.log'), '--key', 'a/b', '--record', '99999']);
    expect([code, stdout]).toEqual([1, expect.stringContaining('There is no document 99999')]);
  });
});
