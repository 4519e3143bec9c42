import { rmSync } from 'node:fs';
import { dockerEngineAnswers } from './docker/docker-engine.ts';
import { startDockerServers } from './docker/docker-servers.ts';
import { startEmbeddedServers } from './embedded/embedded-servers.ts';
import { type ResolvedOptions, resolveOptions, type StackOptions } from './options.ts';
import { createResources, localAwsClients, type StackResources } from './resources.ts';
import type { RunningServers, Stack } from './stack.ts';
import { stackEnvironment, writeEnvironmentFile } from './stack-environment.ts';
import { claimWorkDir } from './work-dir.ts';

/**
 * Starts OpenSearch and the AWS emulator and makes the SIEM's buckets and queues in them. The servers end with `stop()`,
 * and with this process however it ends.
 *
 * @throws StackInUseError when a running stack has the same folder
 * @throws MissingToolError naming what to install
 * @throws StackError when a server does not become ready, with the end of its log
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const resolved = resolveOptions(options);
  const releaseWorkDir = claimWorkDir(resolved.workDir);
  let servers: RunningServers | undefined;
  try {
    servers = await startServers(resolved);
    const resources = await makeResources(servers.endpoints.awsEndpointUrl);
    resolved.report('resources', 'done', 'buckets, queues and the notification are in place');
    return toStack(resolved, servers, resources, releaseWorkDir);
  } catch (error) {
    await servers?.stop();
    releaseWorkDir();
    throw error;
  }
}

async function startServers(options: ResolvedOptions): Promise<RunningServers> {
  return (await choosesDocker(options)) ? startDockerServers(options) : startEmbeddedServers(options);
}

/** Three nodes are to be had embedded only, so `auto` does not look for an engine then. */
async function choosesDocker({ backend, nodes }: ResolvedOptions): Promise<boolean> {
  if (backend === 'auto') return nodes === 1 && (await dockerEngineAnswers());
  return backend === 'docker';
}

async function makeResources(awsEndpointUrl: string): Promise<StackResources> {
  const clients = localAwsClients(awsEndpointUrl);
  try {
    return await createResources(clients);
  } finally {
    clients.s3.destroy();
    clients.sqs.destroy();
  }
}

function toStack(
  options: ResolvedOptions,
  servers: RunningServers,
  resources: StackResources,
  releaseWorkDir: () => void,
): Stack {
  const environment = stackEnvironment(servers.endpoints, resources);
  const { environmentFile } = options;
  if (environmentFile) writeEnvironmentFile(environmentFile, environment);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    if (environmentFile) rmSync(environmentFile, { force: true });
    await servers.stop();
    releaseWorkDir();
  };
  return {
    ...servers,
    environment,
    resources,
    workDir: options.workDir,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
