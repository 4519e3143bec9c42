import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackResources } from '../resources.ts';
import type { StackEndpoints } from '../stack.ts';
import type { OpenSearchVersion } from '../versions.ts';

/** What a supervisor tells about its stack; also the body of its `GET /status`. */
export interface StackStatus {
  readonly backend: 'docker' | 'embedded';
  readonly opensearchVersion: OpenSearchVersion;
  readonly endpoints: StackEndpoints;
  readonly nodeUrls: readonly string[];
  readonly environment: Record<string, string>;
  readonly resources: StackResources;
  readonly workDir: string;
  readonly supervisorPid: number;
  readonly opensearchPid: number | undefined;
  readonly awsPid: number | undefined;
  readonly startedAt: string;
}

/** Where to reach a supervisor. The token keeps other users of the machine from stopping the stack. */
export interface ControlAddress {
  readonly port: number;
  readonly token: string;
}

const controlFileName = 'control.json';

export function writeControlAddress(workDir: string, address: ControlAddress): void {
  const file = join(workDir, controlFileName);
  writeFileSync(`${file}.tmp`, JSON.stringify(address), { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}

export function readControlAddress(workDir: string): ControlAddress | undefined {
  try {
    return JSON.parse(readFileSync(join(workDir, controlFileName), 'utf8')) as ControlAddress;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function controlFile(workDir: string): string {
  return join(workDir, controlFileName);
}
