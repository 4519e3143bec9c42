import { createHash } from 'node:crypto';
import { MissingToolError, StackError } from '../errors.ts';
import type { ResolvedOptions } from '../options.ts';
import { repositoryRoot } from '../paths.ts';
import { freeOpenSearchPorts, freePort } from '../ports.ts';
import { runCommand } from '../run-command.ts';
import type { OpenSearchControl, RunningServers } from '../stack.ts';
import { dockerEngineAnswers } from './docker-engine.ts';

/** The image tag of each line; the embedded backend runs the same releases. */
const imageTags = { '3': '3.8.0', '2.19': '2.19.1' } as const;
const composeFile = 'docker-compose.yml';
const stopTimeoutSeconds = 20;

/**
 * The two servers of the root `docker-compose.yml`, as a Compose project of this stack's own. Testcontainers' reaper
 * removes them when this process ends without `stop()`.
 */
export async function startDockerServers(options: ResolvedOptions): Promise<RunningServers> {
  await checkPossible(options);
  const opensearchPort = options.ports.opensearch ?? (await freeOpenSearchPorts(1));
  const awsPort = options.ports.aws ?? (await freePort());
  const environment = {
    OPENSEARCH_IMAGE_TAG: imageTags[options.opensearchVersion],
    OPENSEARCH_HEAP: `${options.heapMb}m`,
    OPENSEARCH_PORT: String(opensearchPort),
    AWS_PORT: String(awsPort),
  };
  const project = `siem-${createHash('sha256').update(options.workDir).digest('hex').slice(0, 8)}`;
  const compose = async (...args: string[]) => {
    await runCommand('docker', ['compose', '--project-name', project, '--file', composeFile, ...args], {
      cwd: repositoryRoot,
      env: { ...process.env, ...environment },
    });
  };
  const down = () => compose('down', '--timeout', String(stopTimeoutSeconds), ...(options.fresh ? ['--volumes'] : []));

  options.report('docker', 'started', 'starting OpenSearch and the AWS emulator with Docker Compose');
  if (options.fresh) await down();
  // Loaded only here: without an engine nobody pays for it.
  const { DockerComposeEnvironment, Wait } = await import('testcontainers');
  try {
    await new DockerComposeEnvironment(repositoryRoot, composeFile)
      .withProjectName(project)
      .withEnvironment(environment)
      .withDefaultWaitStrategy(Wait.forHealthCheck())
      .withStartupTimeout(options.startTimeoutMs)
      .up(['opensearch', 'aws']);
  } catch (error) {
    await down();
    throw new StackError('Docker Compose did not bring up OpenSearch and the AWS emulator', { cause: error });
  }
  const opensearchUrl = `http://127.0.0.1:${opensearchPort}`;
  const awsEndpointUrl = `http://127.0.0.1:${awsPort}`;
  options.report('docker', 'done', `OpenSearch answers on ${opensearchUrl}, S3 and SQS on ${awsEndpointUrl}`);
  return {
    backend: 'docker',
    endpoints: { opensearchUrl, awsEndpointUrl },
    opensearch: openSearchContainer(compose, opensearchUrl, Math.ceil(options.startTimeoutMs / 1000)),
    awsPid: undefined,
    stop: down,
  };
}

async function checkPossible({ nodes }: ResolvedOptions): Promise<void> {
  if (nodes !== 1) throw new StackError(`nodes is ${nodes}; the docker backend runs 1, the embedded one 1 or 3`);
  if (await dockerEngineAnswers()) return;
  throw new MissingToolError('A Docker engine with Compose', 'the docker backend of the local stack', [
    'https://docs.docker.com/engine/install/',
    'or use the embedded backend: SIEM_STACK_BACKEND=embedded',
  ]);
}

function openSearchContainer(
  compose: (...args: string[]) => Promise<void>,
  url: string,
  waitSeconds: number,
): OpenSearchControl {
  const start = () => compose('up', '--detach', '--wait', '--wait-timeout', String(waitSeconds), 'opensearch');
  const stop = () => compose('stop', '--timeout', String(stopTimeoutSeconds), 'opensearch');
  return {
    pid: undefined,
    nodeUrls: [url],
    pause: () => compose('pause', 'opensearch'),
    resume: () => compose('unpause', 'opensearch'),
    stop,
    kill: () => compose('kill', 'opensearch'),
    start,
    restart: async () => {
      await stop();
      await start();
    },
  };
}
