import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { localFolder, repositoryRoot } from '@siem/local-stack';
import { type CommandResult, tryCommand } from '@siem/local-stack/servers';
import { findMirror } from './mirror.ts';

export const infraFolder = join(repositoryRoot, 'infra-terraform');

/** A copy of infra-terraform/, so that nothing Terraform writes lies in the checkout. */
export interface Terraform {
  readonly version: string;
  /** The copy. */
  readonly folder: string;
  /** Runs a command in a folder of the copy, such as `modules/worker`; initializes it first, once. */
  run(root: string, args: readonly string[], options?: RunOptions): Promise<CommandResult>;
  /** As `run`. @throws Error with what Terraform printed */
  succeed(root: string, args: readonly string[], options?: RunOptions): Promise<string>;
  /** Writes a file into a folder of the copy. */
  write(root: string, name: string, text: string): void;
  remove(): void;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** Why there is no Terraform; the tests that need it say so in their name. */
export interface NoTerraform {
  readonly missing: string;
}

/**
 * Terraform and the provider keep the schemas of all of AWS and look through them at each collection of garbage; fewer
 * collections save a third of their processor time. The limit is one for small machines.
 */
export const goMemory = { GOGC: '800', GOMEMLIMIT: '1500MiB' };

const initTimeoutMs = 180_000;
const skipped = /[\\/]\.terraform([\\/]|$)|\.terraform\.lock\.hcl$|\.tfstate|\.test\.ts$/;

/** Finds Terraform and the provider by trying: where neither mirror nor registry has it, `init` says so. */
export async function prepareTerraform(): Promise<Terraform | NoTerraform> {
  const probe = await tryCommand('terraform', ['version', '-json'], {
    env: { ...process.env, TF_CLI_CONFIG_FILE: '' },
  });
  if (probe.code !== 0) return { missing: 'terraform is not on PATH' };
  const version = /"terraform_version":\s*"([^"]+)"/.exec(probe.output)?.[1] ?? 'unknown';

  const parent = join(localFolder, 'infra');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, `${process.pid}-`));
  cpSync(infraFolder, folder, { recursive: true, filter: (source) => !skipped.test(relative(infraFolder, source)) });
  const environment = toolEnvironment(folder);
  const initialized = new Set<string>();

  const init = async (root: string) => {
    const result = await tryCommand('terraform', ['init', '-backend=false', '-input=false', '-no-color'], {
      cwd: join(folder, root),
      env: environment,
      timeoutMs: initTimeoutMs,
    });
    if (result.code === 0) initialized.add(root);
    return result;
  };
  const terraform: Terraform = {
    version,
    folder,
    run: async (root, args, { env = {}, timeoutMs } = {}) => {
      if (!initialized.has(root)) {
        const result = await init(root);
        if (result.code !== 0) return result;
      }
      return tryCommand('terraform', [...args, '-no-color'], {
        cwd: join(folder, root),
        env: { ...environment, ...env },
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      });
    },
    succeed: async (root, args, options) => {
      const result = await terraform.run(root, args, options);
      if (result.code === 0) return result.output;
      throw new Error(`'terraform ${args.join(' ')}' in ${root} ended with ${result.code}:\n${tail(result.output)}`);
    },
    write: (root, name, text) => writeFileSync(join(folder, root, name), text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  const first = await init('modules/bucket');
  if (first.code === 0) return terraform;
  terraform.remove();
  return { missing: `the AWS provider cannot be had: ${firstProblem(first.output)}` };
}

function toolEnvironment(folder: string): NodeJS.ProcessEnv {
  const cache = join(localFolder, 'cache', 'terraform-plugins');
  mkdirSync(cache, { recursive: true });
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...goMemory,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const given = process.env['TF_CLI_CONFIG_FILE'];
  if (given && existsSync(given)) return environment;
  const mirror = findMirror();
  const file = join(folder, 'cli.tfrc');
  // With a mirror the providers are linked from it; without one they are fetched once.
  const text = mirror
    ? `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`
    : `plugin_cache_dir = ${JSON.stringify(cache)}\n`;
  writeFileSync(file, text);
  return { ...environment, TF_CLI_CONFIG_FILE: file };
}

function firstProblem(output: string): string {
  return (/Error: (.+)/.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? 'terraform init failed').slice(0, 200);
}

function tail(output: string): string {
  const errors = output.indexOf('Error:');
  return (errors >= 0 ? output.slice(errors) : output).slice(-6_000);
}
