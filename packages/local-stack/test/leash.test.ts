import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LeashedServer, startLeashed } from '../src/leash.ts';
import { isProcessAlive, until } from './until.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siem-leash-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function leash(script: string, graceMs = 5_000): Promise<LeashedServer> {
  const logFile = join(folder, 'server.log');
  return startLeashed({ command: 'sh', args: ['-c', script], cwd: folder, environment: process.env, logFile, graceMs });
}

async function startOwner(): Promise<{ owner: ChildProcess; serverPid: number }> {
  const owner = spawn(process.execPath, [join(import.meta.dirname, 'owner-fixture.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) => owner.stdout?.once('data', (text) => resolve(String(text))));
  return { owner, serverPid: Number.parseInt(line, 10) };
}

describe('a leashed server', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('ends when its owner ends by %s', async (signal) => {
    // Prepare
    const { owner, serverPid } = await startOwner();
    const wasAlive = isProcessAlive(serverPid);

    // Act
    owner.kill(signal);

    // Assess
    expect(wasAlive).toBe(true);
    await until('the server ends', () => !isProcessAlive(serverPid));
  });

  it('ends when its owner and its leash are both killed', async () => {
    // Prepare
    const { owner, serverPid } = await startOwner();
    const status = await readFile(`/proc/${serverPid}/status`, 'utf8').catch(() => '');
    const leashPid = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);

    // Act
    if (leashPid > 1) process.kill(leashPid, 'SIGKILL'); // only Linux tells the parent
    owner.kill('SIGKILL');

    // Assess
    await until('the server ends', () => !isProcessAlive(serverPid));
  });

  it('is asked to end, and says with which code it did', async () => {
    const server = await leash('trap "echo bye; exit 7" TERM; echo hello; while :; do sleep 0.02; done');
    await until('it runs', async () => (await readFile(server.logFile, 'utf8')).includes('hello'));

    await server.stop();

    expect(await readFile(server.logFile, 'utf8')).toBe('hello\nbye\n');
    expect(server.exitCode).toBe(7);
  });

  it('is ended by force when it does not end within its grace time', async () => {
    const server = await leash('trap "" TERM; echo deaf; while :; do sleep 0.02; done', 200);
    await until('it runs', async () => (await readFile(server.logFile, 'utf8')).includes('deaf'));

    await server.stop();

    expect(isProcessAlive(server.pid)).toBe(false);
    expect(server.exitCode).toBe(137);
  });

  it('ends in order while it is paused', async () => {
    const server = await leash('trap "exit 3" TERM; echo on; while :; do sleep 0.02; done');
    await until('it runs', async () => (await readFile(server.logFile, 'utf8')).includes('on'));
    server.signal('SIGSTOP');

    await server.stop();

    expect(server.exitCode).toBe(3);
  });

  it('reports the end of a server that ends by itself', async () => {
    const server = await leash('echo broken; exit 5');

    expect(await server.exited).toBe(5);
  });
});
