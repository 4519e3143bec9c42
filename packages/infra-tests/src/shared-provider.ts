import { globSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { startLeashed, waitUntilReady } from '@siem/local-stack/servers';
import { goMemory, type Terraform } from './terraform.ts';

/** One process of the AWS provider for many runs of Terraform, which starts several for each run otherwise. */
export interface SharedProvider {
  /** For `env` of runs. */
  readonly environment: { readonly TF_REATTACH_PROVIDERS: string };
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;

/**
 * @param root a folder of the copy that has been initialized
 * @param environment what the provider itself reads, such as AWS_ENDPOINT_URL
 */
export async function shareProvider(
  terraform: Terraform,
  root: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<SharedProvider> {
  const folder = join(terraform.folder, root);
  const binary = findBinary(folder);
  if (binary === undefined) throw new Error(`${folder} has no AWS provider; it must be initialized`);
  const logFile = join(terraform.folder, 'provider.log');
  const server = await startLeashed({
    command: binary,
    args: ['-debug'],
    cwd: folder,
    // A provider with AWS_CA_BUNDLE can be configured once only, and each run of Terraform configures it.
    environment: { ...process.env, ...goMemory, ...environment, AWS_CA_BUNDLE: undefined },
    logFile,
    graceMs: 3_000,
  });
  let address: string | undefined;
  await waitUntilReady('The AWS provider', server, startTimeoutMs, async () => {
    address = /TF_REATTACH_PROVIDERS='([^']+)'/.exec(await readFile(logFile, 'utf8'))?.[1];
    return address !== undefined;
  });
  return { environment: { TF_REATTACH_PROVIDERS: address! }, stop: () => server.stop() };
}

/** The last folder is a link where the provider comes from a mirror or a cache. */
function findBinary(folder: string): string | undefined {
  return globSync('.terraform/providers/*/hashicorp/aws/*/*', { cwd: folder })
    .flatMap((platform) => readdirSync(join(folder, platform)).map((name) => join(folder, platform, name)))
    .find((file) => basename(file).startsWith('terraform-provider-aws_v'));
}
