import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureBackgroundStack, findBackgroundStack, type StackOptions, stopBackgroundStack } from '../../src/index.ts';
import { isProcessAlive, until } from '../until.ts';

let workDir = '';
let options: StackOptions = {};
beforeEach(() => {
  workDir = mkdtempSync(join(tmpdir(), 'siem-background-'));
  options = { workDir, heapMb: 512, tunedFor: 'start', environmentFile: join(workDir, '.stack.env') };
});
afterEach(async () => {
  await stopBackgroundStack(workDir);
  rmSync(workDir, { recursive: true, force: true });
});

describe('a background stack', () => {
  it('is started once, writes its environment, and leaves no process behind', async () => {
    // Act
    const first = await ensureBackgroundStack(options);
    const second = await ensureBackgroundStack(options);
    const environment = readFileSync(join(workDir, '.stack.env'), 'utf8');
    await stopBackgroundStack(workDir);

    // Assess
    expect(second).toEqual({ ...first, wasRunning: true });
    expect(environment).toContain(`\nOPENSEARCH_URL=${first.endpoints.opensearchUrl}\n`);
    for (const pid of [first.opensearchPid, first.awsPid]) expect(isProcessAlive(pid)).toBe(false);
    await until('the supervisor ends', () => !isProcessAlive(first.supervisorPid));
    expect(await findBackgroundStack(workDir)).toBeUndefined();
    expect(existsSync(join(workDir, '.stack.env'))).toBe(false);
  });

  it('takes its servers with it when it is killed, and can be started again', async () => {
    // Prepare
    const killed = await ensureBackgroundStack(options);

    // Act
    process.kill(killed.supervisorPid, 'SIGKILL');
    await until('the servers end', () => ![killed.opensearchPid, killed.awsPid].some(isProcessAlive));
    const next = await ensureBackgroundStack(options);

    // Assess
    expect(next.wasRunning).toBe(false);
    expect(isProcessAlive(next.supervisorPid)).toBe(true);
  });

  it('says why it can not start', async () => {
    // Prepare
    const owner = createServer().listen(0, '127.0.0.1');
    await once(owner, 'listening');
    const { port } = owner.address() as AddressInfo;

    // Act
    const start = ensureBackgroundStack({ ...options, ports: { aws: port } });

    // Assess
    await expect(start).rejects.toThrow(`port ${port} for the AWS emulator is taken`);
    owner.close();
  });
});
