import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from '../paths.ts';

/**
 * One process at a time on this machine's cache. The lock is a file that is created exclusively and holds its owner's
 * process id, so that a lock whose owner died is taken over.
 */
export async function onlyOne<T>(name: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(cacheFolder, { recursive: true });
  const lockFile = join(cacheFolder, `${name}.lock`);
  while (!takeLock(lockFile)) await sleep(200);
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function takeLock(lockFile: string): boolean {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isOwnerAlive(lockFile)) rmSync(lockFile, { force: true });
    return false;
  }
}

function isOwnerAlive(lockFile: string): boolean {
  let owner = Number.NaN;
  try {
    owner = Number.parseInt(readFileSync(lockFile, 'utf8'), 10);
    // Empty between creation and writing: its owner is at work.
    if (Number.isNaN(owner)) return true;
    // Two calls in this process: the other one is awaited like any owner.
    process.kill(owner, 0);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EPERM' || (code === 'ENOENT' && Number.isNaN(owner));
  }
}
