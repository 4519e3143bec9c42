import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localFolder, repositoryRoot } from '@siem/local-stack';
import { workFolder } from '../harness/world.ts';

/** Full name of a test -> whether it passed. */
export type TestResults = ReadonlyMap<string, boolean>;

const left = new Set(['node_modules', '.local', '.git']);
/** Without a mechanism a test may wait for ever; that is a failure, and it has to be reported before the process ends. */
const testTimeoutMs = 100_000;
const processTimeoutMs = 400_000;

/** A copy of the repository, to break. Dependencies and tools are the original's. */
export class Sandbox {
  private readonly folder = join(workFolder, `mutations-${process.pid}`);

  constructor() {
    mkdirSync(join(this.folder, '.local'), { recursive: true });
    for (const name of readdirSync(repositoryRoot)) {
      if (!left.has(name))
        cpSync(join(repositoryRoot, name), join(this.folder, name), { recursive: true, verbatimSymlinks: true });
    }
    symlinkSync(join(repositoryRoot, 'node_modules'), join(this.folder, 'node_modules'));
    for (const name of ['tools', 'cache']) {
      // On a new machine the first test fills the cache.
      mkdirSync(join(localFolder, name), { recursive: true });
      symlinkSync(join(localFolder, name), join(this.folder, '.local', name));
    }
  }

  /** @throws Error when `find` does not stand in the file exactly once @returns puts the file right again */
  replace(file: string, find: string, replacement: string): () => void {
    const path = join(this.folder, file);
    const original = readFileSync(path, 'utf8');
    const times = original.split(find).length - 1;
    if (times !== 1) throw new Error(`${file} has the text to be replaced ${times} times; right is once: ${find}`);
    writeFileSync(
      path,
      original.replace(find, () => replacement),
    );
    return () => writeFileSync(path, original);
  }

  /** @param namePattern of the tests, everything when missing */
  async test(files: readonly string[], namePattern?: string): Promise<TestResults> {
    const report = join(this.folder, 'report.json');
    rmSync(report, { force: true });
    const jest = join(this.folder, 'node_modules', 'jest', 'bin', 'jest.js');
    const only = namePattern === undefined ? [] : ['--testNamePattern', namePattern];
    const child = spawn(
      process.execPath,
      [
        jest,
        '--config',
        'jest.config.mjs',
        '--runTestsByPath',
        ...files,
        ...only,
        '--forceExit',
        '--testTimeout',
        String(testTimeoutMs),
        '--json',
        '--outputFile',
        report,
      ],
      {
        cwd: this.folder,
        stdio: 'ignore',
        timeout: processTimeoutMs,
        env: { ...process.env, NODE_ENV: 'test', NODE_OPTIONS: '--experimental-vm-modules' },
      },
    );
    await new Promise((resolve) => child.once('exit', resolve));
    return readReport(report);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface Report {
  testResults: { assertionResults: { fullName: string; status: string }[] }[];
}

function readReport(file: string): TestResults {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return new Map();
  }
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const ran = tests.filter(({ status }) => status === 'passed' || status === 'failed');
  return new Map(ran.map(({ fullName, status }) => [fullName, status === 'passed']));
}
