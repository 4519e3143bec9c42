import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ResolvedOptions } from '../options.ts';
import { repositoryRoot } from '../paths.ts';
import { freeOpenSearchPorts, freePort } from '../ports.ts';
import { runCommand } from '../run-command.ts';
import type { OpenSearchControl, RunningServers } from '../stack.ts';

/** The image tag of each line; the embedded backend runs the same releases. */
const imageTags = { '3': '3.8.0', '2.19': '2.19.1' } as const;

/** The two servers of the root `docker-compose.yml`, as a Compose project of this stack's own. */
export async function startDockerServers(options: ResolvedOptions): Promise<RunningServers> {
  const opensearchPort = options.ports.opensearch ?? (await freeOpenSearchPorts(1));
  const awsPort = options.ports.aws ?? (await freePort());
  const environment = {
    ...process.env,
    OPENSEARCH_VERSION: imageTags[options.opensearchVersion],
    OPENSEARCH_HEAP: `${options.heapMb}m`,
    OPENSEARCH_PORT: String(opensearchPort),
    AWS_PORT: String(awsPort),
  };
  const project = `siem-${createHash('sha256').update(options.workDir).digest('hex').slice(0, 8)}`;
  const compose = (...args: string[]) =>
    runCommand(
      'docker',
      ['compose', '--project-name', project, '--file', join(repositoryRoot, 'docker-compose.yml'), ...args],
      {
        cwd: repositoryRoot,
        env: environment,
      },
    );
  const down = async () => {
    await compose('down', '--volumes', '--timeout', '20');
  };

  options.report('docker', 'started', 'starting OpenSearch and the AWS emulator with Docker Compose');
  const waitSeconds = String(Math.ceil(options.startTimeoutMs / 1000));
  if (options.fresh) await down();
  try {
    await compose('up', '--detach', '--wait', '--wait-timeout', waitSeconds, 'opensearch', 'aws');
  } catch (error) {
    await down();
    throw error;
  }
  const opensearchUrl = `http://127.0.0.1:${opensearchPort}`;
  options.report('docker', 'done', `OpenSearch answers on ${opensearchUrl}, S3 and SQS on http://127.0.0.1:${awsPort}`);
  return {
    backend: 'docker',
    endpoints: { opensearchUrl, awsEndpointUrl: `http://127.0.0.1:${awsPort}` },
    opensearch: openSearchContainer(compose, opensearchUrl, waitSeconds),
    awsPid: undefined,
    stop: down,
  };
}

function openSearchContainer(
  compose: (...args: string[]) => Promise<string>,
  url: string,
  waitSeconds: string,
): OpenSearchControl {
  const run = async (...args: string[]) => {
    await compose(...args);
  };
  const start = () => run('up', '--detach', '--wait', '--wait-timeout', waitSeconds, 'opensearch');
  const stop = () => run('stop', '--timeout', '20', 'opensearch');
  return {
    pid: undefined,
    nodeUrls: [url],
    pause: () => run('pause', 'opensearch'),
    resume: () => run('unpause', 'opensearch'),
    stop,
    kill: () => run('kill', 'opensearch'),
    start,
    restart: async () => {
      await stop();
      await start();
    },
  };
}
