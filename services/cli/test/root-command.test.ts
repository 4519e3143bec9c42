import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { repositoryRoot } from '@siem/local-stack';
import { runCli } from './run-cli.ts';

it('npm run siem -- parse prints nothing but JSON lines, for programs that read them', () => {
  // Prepare
  const file = join(mkdtempSync(join(tmpdir(), 'siem-root-command-')), 'flow.log');
  const line = '2 111122223333 eni-0a1b 10.0.0.1 10.0.0.2 1 2 6 1 1 1769767200 1769767260 ACCEPT OK';
  writeFileSync(file, `${line}\n${'['.repeat(10)}\n`);
  const key = 'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/flow.log';

  // Act
  const run = spawnSync('npm', ['run', '--silent', 'siem', '--', 'parse', '--bucket', 'b', '--key', key, file], {
    cwd: repositoryRoot,
    encoding: 'utf8',
  });

  // Assess
  const lines = (text: string) => text.split('\n').filter((one) => one !== '');
  expect(lines(run.stdout).map((text) => JSON.parse(text) as unknown)).not.toEqual([]);
  const said = lines(run.stderr).map((text) => JSON.parse(text) as Record<string, unknown>);
  expect(Object.keys(said.at(-1)!)).toEqual(['ledger']);
  expect(run.status).toBe(0);
});

it('siem parse names indexes as the worker of this environment does', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'siem-parse-index-')), 'flow.log');
  writeFileSync(file, '2 111122223333 eni-0a1b 10.0.0.1 10.0.0.2 1 2 6 1 1 1769767200 1769767260 ACCEPT OK\n');
  const args = ['parse', '--bucket', 'b', '--key', 'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/f.log', file];

  const run = await runCli(args, { SIEM_INDEX_ROTATION: 'daily', SIEM_INDEX_SUFFIX: 'team' });

  expect(run.stdout).toContain('"log-aws-vpcflowlogs-team-2026-01-30"');
});
