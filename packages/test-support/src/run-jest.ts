import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '@siem/local-stack';

export interface TestCounts {
  readonly passed: number;
  /** Failed tests, and suites that could not run at all. */
  readonly failed: number;
}

/** How long Jest may take to end once its results are written. */
const endTimeoutMs = 30_000;

/** Runs Jest in a process of its own and counts what its report says. */
export async function runJest(args: readonly string[]): Promise<TestCounts> {
  const folder = mkdtempSync(join(tmpdir(), 'siem-test-'));
  const report = join(folder, 'report.json');
  try {
    const { code, lingered } = await spawnJest([...args, '--json', '--outputFile', report], report);
    const counts = countTests(readReport(report));
    if (lingered)
      console.error('Jest did not end after its last test: something is still open. See it with --detectOpenHandles.');
    // Jest knows reasons to fail that are no test's, such as a global teardown that threw.
    const isFailureUncounted = (code !== 0 || lingered) && counts.failed === 0;
    return isFailureUncounted ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The part of Jest's JSON report that we count. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

export function countTests(report: JestReport | undefined): TestCounts {
  if (!report) return { passed: 0, failed: 1 };
  return { passed: report.numPassedTests, failed: report.numFailedTests + report.numRuntimeErrorTestSuites };
}

function readReport(file: string): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  } catch {
    // Jest ended before it had results; its own message is on the screen.
    return undefined;
  }
}

async function spawnJest(args: readonly string[], report: string): Promise<{ code: number; lingered: boolean }> {
  const jest = join(
    dirname(createRequire(join(repositoryRoot, 'package.json')).resolve('jest/package.json')),
    'bin',
    'jest.js',
  );
  const child = spawn(process.execPath, [jest, '--config', join(repositoryRoot, 'jest.config.mjs'), ...args], {
    cwd: repositoryRoot,
    // Its JSON goes to the file; what people read goes to standard error.
    stdio: ['inherit', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'test',
      NODE_OPTIONS:
        `${process.env['NODE_OPTIONS'] ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
    },
  });
  // Ctrl-C reaches Jest by itself; it stops the stack and we report what it found.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));

  let lingered = false;
  const watch = setInterval(() => {
    if (!isOlderThan(report, endTimeoutMs)) return;
    lingered = true;
    child.kill('SIGKILL');
  }, 1_000);
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  clearInterval(watch);
  return { code, lingered };
}

function isOlderThan(file: string, ageMs: number): boolean {
  const writtenMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return writtenMs !== undefined && Date.now() - writtenMs > ageMs;
}
