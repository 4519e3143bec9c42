import { globSync } from 'node:fs';
import { join } from 'node:path';
import { defaultWorkDir, findBackgroundStack, type Stack } from '@siem/local-stack';
import { clusterWideNames } from './cluster-wide.ts';
import { publishSharedStack, removeAbandonedStacks, startPrivateStack } from './shared-stack.ts';

/** The part of Jest's global configuration that we read. */
interface JestGlobalConfig {
  readonly rootDir: string;
  readonly findRelatedTests: boolean;
  readonly runTestsByPath: boolean;
  readonly nonFlagArgs: readonly string[];
  readonly testPathPatterns: {
    toExecutor(options: { rootDir: string }): { isMatch(path: string): boolean };
  };
}

/** With what its cluster held before the first test. */
interface Running {
  readonly stack: Stack;
  readonly namesBefore: readonly string[];
}

const sharedStack = Symbol.for('siem.test-stack');
type WithStack = typeof globalThis & { [sharedStack]?: Running };

/** One stack for the whole run, and only when a selected file needs it. */
export default async function globalSetup(config: JestGlobalConfig): Promise<void> {
  if (!selectsIntegrationTests(config)) return;
  if (process.env['SIEM_TEST_REUSE_STACK']) return reuseBackgroundStack();
  removeAbandonedStacks();
  const startedAt = performance.now();
  const stack = await startPrivateStack({
    onProgress: ({ state, text }) => {
      if (state === 'started') console.error(`test stack: ${text}`);
    },
  });
  console.error(`test stack: ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s (${stack.backend})`);
  publishSharedStack(stack);
  const namesBefore = await clusterWideNames(stack.endpoints.opensearchUrl);
  (globalThis as WithStack)[sharedStack] = { stack, namesBefore };
}

/** @throws Error when a test left something that holds for all others */
export async function stopSharedStack(): Promise<void> {
  const { [sharedStack]: shared } = globalThis as WithStack;
  if (shared === undefined) return;
  try {
    const names = await clusterWideNames(shared.stack.endpoints.opensearchUrl);
    const left = names.filter((name) => !shared.namesBefore.includes(name));
    if (left.length > 0)
      throw new Error(`A test left in the shared cluster, where it holds for all tests: ${left.join(', ')}`);
  } finally {
    await shared.stack.stop();
  }
}

function selectsIntegrationTests(config: JestGlobalConfig): boolean {
  const files = globSync('{packages,services,docker,infra-terraform}/**/*.integration.test.ts', {
    cwd: config.rootDir,
    exclude: (name) => name === 'node_modules',
  }).map((file) => join(config.rootDir, file));
  if (config.findRelatedTests) return files.length > 0;
  if (config.runTestsByPath) return config.nonFlagArgs.some((file) => file.endsWith('.integration.test.ts'));
  const executor = config.testPathPatterns.toExecutor({ rootDir: config.rootDir });
  return files.some((file) => executor.isMatch(file));
}

/** For the developer's inner loop: `npm run stack:up` once, then SIEM_TEST_REUSE_STACK=1 saves the start of every run. */
async function reuseBackgroundStack(): Promise<void> {
  const running = await findBackgroundStack(defaultWorkDir);
  if (!running) throw new Error('SIEM_TEST_REUSE_STACK is set but no stack runs; start it with: npm run stack:up');
  publishSharedStack(running);
}
