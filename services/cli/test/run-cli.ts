import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '@siem/local-stack';

export interface CliRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `siem …` as a process of its own, without colours. */
export function runCli(args: readonly string[], environment: Record<string, string> = {}): Promise<CliRun> {
  const child = spawn(process.execPath, [join(repositoryRoot, 'services/cli/src/main.ts'), ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
