import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repositoryRoot } from '../../src/paths.ts';
import { runCommand, tryCommand } from '../../src/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'siem-image-'));
const workspace = join(folder, 'build');
beforeAll(() => {
  // What the Dockerfile copies before it calls the script.
  for (const path of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'packages', 'services', 'docker']) {
    cpSync(join(repositoryRoot, path), join(workspace, path), {
      recursive: true,
      filter: (source) => !['node_modules', 'test'].includes(basename(source)),
    });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script that the image is made by; needs only what pnpm has in its store. */
async function collect(deployable: string): Promise<string> {
  const target = join(folder, 'deploy', basename(deployable));
  await runCommand('sh', ['docker/collect-deployable.sh', deployable, target], { cwd: workspace });
  return target;
}

/** What docker-compose.yml builds, and what Terraform has repositories for. */
const named = (file: string, pattern: RegExp) =>
  [...readFileSync(join(repositoryRoot, file), 'utf8').matchAll(pattern)].map(([, name = '']) => name);
const deployables = [
  ...new Set([
    ...named('docker-compose.yml', /DEPLOYABLE: (\S+)/g),
    ...named('infra-terraform/modules/siem/main.tf', /"([a-z-]+)"(?=[^\]]*\] : deployable)/g).map(
      (name) => `services/${name}`,
    ),
  ]),
].filter((deployable) => existsSync(join(repositoryRoot, deployable)));

describe('the files of an image', () => {
  it('are those of every service that is deployed', () => {
    const services = ['bootstrap', 'enrichment-updater', 'housekeeper', 'worker'].map((name) => `services/${name}`);
    expect(deployables).toEqual(expect.arrayContaining(services));
  });

  it('run TypeScript with the dependencies of that deployable and no others', async () => {
    // Act
    const app = await collect('packages/local-stack');
    const result = await tryCommand(process.execPath, ['src/docker/create-resources.ts'], {
      cwd: join(app, 'packages', 'local-stack'),
      env: {},
    });

    // Assess
    expect(result).toEqual({ code: 2, output: expect.stringContaining('AWS_ENDPOINT_URL is not set') });
    expect(existsSync(join(app, 'packages', 'bulk-indexer'))).toBe(false);
    expect(existsSync(join(app, 'node_modules', '.pnpm', 'node_modules', 'jest'))).toBe(false);
  }, 120_000);

  it.each(deployables)(
    'of %s hold everything that its program imports',
    async (deployable) => {
      // Act
      const app = await collect(deployable);
      const result = await tryCommand(process.execPath, ['src/main.ts'], {
        cwd: join(app, deployable),
        env: {},
        timeoutMs: 10_000,
      });

      // Assess: without configuration it says so or waits for its servers; what it must not do is miss a module.
      expect(result.output).not.toMatch(
        /ERR_MODULE_NOT_FOUND|ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING|ERR_PACKAGE_PATH/,
      );
    },
    120_000,
  );
});
