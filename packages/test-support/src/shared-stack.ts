import { randomBytes } from 'node:crypto';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { localFolder, type Stack, type StackOptions, startStack } from '@siem/local-stack';

/** What globalSetup hands to the test processes, as JSON in the environment. */
export interface SharedStack {
  readonly backend: 'docker' | 'embedded';
  readonly opensearchUrl: string;
  readonly awsEndpointUrl: string;
}

const variable = 'SIEM_TEST_STACK';
const testStacksFolder = join(localFolder, 'test-stacks');

/** Compiles less and starts sooner: a test run is over before more would pay. */
const testDefaults: StackOptions = { tunedFor: 'start', heapMb: 512 };

/**
 * A stack of this test alone, for tests that stop, pause or break its servers. About four seconds and 400 MB.
 * The folder goes with `stop()`.
 */
export async function startPrivateStack(options: StackOptions = {}): Promise<Stack> {
  // A test in the process of the whole run has its number.
  const workDir = options.workDir ?? join(testStacksFolder, `${process.pid}-${randomBytes(4).toString('hex')}`);
  const stack = await startStack({ ...testDefaults, ...options, workDir });
  return {
    ...stack,
    stop: async () => {
      await stack.stop();
      rmSync(workDir, { recursive: true, force: true });
    },
  };
}

export function publishSharedStack({ backend, endpoints }: Pick<Stack, 'backend' | 'endpoints'>): void {
  process.env[variable] = JSON.stringify({ backend, ...endpoints } satisfies SharedStack);
}

/** @throws Error when the run was started without one */
export function readSharedStack(): SharedStack {
  const text = process.env[variable];
  if (text) return JSON.parse(text) as SharedStack;
  throw new Error(
    'No test stack runs: name the file *.integration.test.ts, and start it with the root jest.config.mjs',
  );
}

/** Folders of runs that were killed; their servers ended with them, their data did not. */
export function removeAbandonedStacks(): void {
  for (const ownerFile of globSync(join(testStacksFolder, '*', 'owner.pid'))) {
    if (!isAlive(Number.parseInt(readFileSync(ownerFile, 'utf8'), 10))) {
      rmSync(dirname(ownerFile), { recursive: true, force: true });
    }
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
