import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { pythonEnvironment } from '../../src/embedded/python.ts';
import { packageFolder, repositoryRoot } from '../../src/paths.ts';
import { tryCommand } from '../../src/run-command.ts';
import { openSearchLines } from '../../src/versions.ts';

interface ComposeService {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly restart?: string;
  readonly environment?: Record<string, string>;
  readonly depends_on?: Record<string, unknown>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly build?: { readonly args?: { readonly DEPLOYABLE?: string }; readonly target?: string };
  readonly healthcheck?: { readonly test?: string; readonly disable?: boolean };
  readonly deploy?: { readonly resources: { readonly limits: Record<string, string> } };
}

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');
const composeFile = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, ComposeService> };
const services = Object.entries(composeFile.services);
const dockerfile = read('docker/Dockerfile');

let tools = '';
beforeAll(async () => {
  const python = await pythonEnvironment(
    'lint',
    ['-r', join(packageFolder, 'python', 'lint-requirements.txt')],
    () => {},
  );
  tools = join(python, 'bin');
}, 300_000);

describe('docker-compose.yml', () => {
  it('is what the Compose specification allows', async () => {
    const file = join(repositoryRoot, 'docker-compose.yml');

    const result = await tryCommand(join(tools, 'check-jsonschema'), ['--builtin-schema', 'vendor.compose-spec', file]);

    expect(result).toMatchObject({ code: 0 });
  });

  it('has the services of the pipeline', () => {
    const names = services.map(([name]) => name).sort();

    expect(names).toEqual(['aws', 'aws-resources', 'bootstrap', 'dashboards', 'opensearch', 'worker']);
  });

  it('lets bootstrap bring the dashboards too', () => {
    const { environment, depends_on } = composeFile.services['bootstrap']!;

    expect(environment).toMatchObject({ SIEM_DASHBOARDS_URL: 'http://dashboards:5601' });
    expect(Object.keys(depends_on ?? {}).sort()).toEqual(['dashboards', 'opensearch']);
  });

  it.each(services)('pins, limits and watches %s', (_, service) => {
    const isBuiltHere = service.build !== undefined;

    expect(service.image).toMatch(/:(\$\{[A-Z_]+:-)?\d+\.\d+\.\d+\}?$/);
    expect(Object.keys(service.deploy?.resources.limits ?? {})).toEqual(['cpus', 'memory']);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(isBuiltHere || service.healthcheck?.test !== undefined).toBe(true);
    expect(service.read_only ?? false).toBe(isBuiltHere);
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('runs the OpenSearch that the embedded backend runs', () => {
    const release = openSearchLines['3'].runner.split('.').slice(0, 3).join('.');

    for (const name of ['opensearch', 'dashboards']) {
      expect(composeFile.services[name]?.image).toContain(`\${OPENSEARCH_IMAGE_TAG:-${release}}`);
    }
  });
});

describe('docker/Dockerfile', () => {
  it('has nothing that hadolint warns of', async () => {
    const result = await tryCommand(join(tools, 'hadolint'), [join(repositoryRoot, 'docker', 'Dockerfile')]);

    expect(result).toEqual({ code: 0, output: '' });
  });

  it('runs the Node.js and pnpm that everything is developed with', () => {
    const setUp = read('packages/toolchain/setup.mjs');
    const version = (name: string) => new RegExp(`${name} = '([^']+)'`).exec(setUp)?.[1];

    expect(dockerfile).toContain(`ARG NODE_VERSION=${version('nodeVersion')}\n`);
    expect(dockerfile).toContain(`ARG PNPM_VERSION=${version('pnpmVersion')}\n`);
  });

  it('ends every image as a user by number, with a health check', () => {
    const stages = dockerfile.split(/^FROM /m).slice(1);
    const images = stages.filter((stage) => stage.includes('\nCMD '));

    expect(images).toHaveLength(2);
    for (const image of images) {
      expect(image).toContain('\nUSER 1000:1000\n');
      expect(image).toContain('\nHEALTHCHECK ');
    }
  });

  it('declares each folder that a task of Terraform mounts, which on Fargate only root could write to otherwise', () => {
    const tasks = ['one-shot-task', 'worker'].map((name) => read(`infra-terraform/modules/${name}/task.tf`));
    const mounts = tasks.flatMap((task) => [...task.matchAll(/containerPath = "([^"]+)"/g)].map(([, path]) => path));

    expect(mounts).toEqual(['/tmp', '/tmp']);
    for (const path of mounts) expect(dockerfile).toContain(`\nVOLUME ["${path}"]\n`);
  });
});
