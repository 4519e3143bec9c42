import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repositoryRoot } from '@siem/local-stack';
import { startPrivateStack } from '@siem/test-support';

/** Of this file alone: other tests put templates into the shared cluster at the same time. */
let stack: Awaited<ReturnType<typeof startPrivateStack>>;

beforeAll(async () => {
  stack = await startPrivateStack();
}, 120_000);

afterAll(() => stack.stop());

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

async function run(script: string, args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(repositoryRoot, script), ...args], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1', OPENSEARCH_URL: stack.endpoints.opensearchUrl, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended: Ended = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text));
  ended.code = await new Promise((resolve) => child.once('close', resolve));
  return ended;
}

const siem = (...args: string[]) => run('services/cli/src/main.ts', ['bootstrap', ...args]);

describe('siem bootstrap', () => {
  it('plans for people and for machines, applies once, and then finds everything in place', async () => {
    // Act
    const text = await siem('plan');
    const json = await siem('plan', '--json');
    const task = await run('services/bootstrap/src/main.ts', []);
    const again = await siem('apply');
    const verified = await siem('verify');
    const exitCode = await siem('plan', '--exit-code');

    // Assess
    expect(text.stdout).toMatch(/^OpenSearch \d+\.\d+\.\d+, 1 data node\n/);
    expect(JSON.parse(json.stdout)).toMatchObject({ objects: expect.any(Array), unavailable: expect.any(Array) });
    expect([task.code, task.stderr]).toEqual([0, '']);
    expect(again.stdout).toMatch(/Plan {2}\d+ no change/);
    expect(verified.stdout).toContain('Everything is as declared');
    expect([again.code, verified.code, exitCode.code]).toEqual([0, 0, 0]);
  });

  it('removes nothing without a yes where nobody is there to ask', async () => {
    const { code, stderr } = await run('services/cli/src/main.ts', ['bootstrap', 'destroy']);

    expect([code, stderr]).toEqual([1, 'Nobody is here to ask; --yes goes on without asking\n']);
  });

  it.each([
    ['a cluster that is not there', { OPENSEARCH_URL: 'http://127.0.0.1:1' }, 'cannot be reached'],
    ['a configuration with an unknown key', { SIEM_BOOTSTRAP_CONFIG: '{"codek":"zstd"}' }, 'Unrecognized key: "codek"'],
    ['a file that is not there', { SIEM_BOOTSTRAP_CONFIG: '/nowhere.yaml' }, '/nowhere.yaml cannot be read'],
    ['a URL that is none', { SIEM_DASHBOARDS_URL: 'dashboards' }, 'SIEM_DASHBOARDS_URL must be'],
  ])('names %s', async (_, environment, message) => {
    const { code, stdout, stderr } = await run('services/cli/src/main.ts', ['bootstrap', 'plan'], environment);

    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
  });
});
