import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackInUseError } from './errors.ts';

/**
 * One stack a folder. The claim holds its owner's process id; a claim whose owner is gone is taken over.
 * @returns releases the claim
 */
export function claimWorkDir(workDir: string): () => void {
  mkdirSync(workDir, { recursive: true });
  const file = join(workDir, 'owner.pid');
  const owner = readOwner(file);
  if (owner !== undefined && isAlive(owner)) {
    throw new StackInUseError(
      `the stack in ${workDir} is already running (process ${owner}); stop it or choose another folder`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function readOwner(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
