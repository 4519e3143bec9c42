import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, localFolder } from '@siem/local-stack';
import { pythonEnvironment, pythonOf, startLeashed, waitUntilReady } from '@siem/local-stack/servers';

const pythonFolder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'python');

export interface AwsServer {
  readonly url: string;
  readonly region: string;
  /**
   * From now on every call is signed and checked against the caller's policies, except for the calls that `free` still
   * lets pass.
   */
  enforcePolicies(): Promise<void>;
  /** Ends the checks. */
  allowEverything(): Promise<void>;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;

/** The AWS emulator with the widest interface, which is slow at queues; the local stack has another for those. */
export async function startAwsServer(): Promise<AwsServer> {
  const environment = await pythonEnvironment('moto', ['-r', join(pythonFolder, 'requirements.txt')], () => {});
  const port = await freePort();
  const folder = join(localFolder, 'infra', `aws-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const server = await startLeashed({
    command: pythonOf(environment),
    args: [join(pythonFolder, 'aws_server.py'), String(port)],
    cwd: folder,
    environment: { PATH: process.env['PATH'], HOME: folder, PYTHONDONTWRITEBYTECODE: '1' },
    logFile: join(folder, 'aws.log'),
    graceMs: 3_000,
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady('The AWS emulator', server, startTimeoutMs, async (signal) => {
    const response = await fetch(`${url}/moto-api/data.json`, { signal });
    await response.body?.cancel();
    return response.ok;
  });
  const countFreeCalls = async (count: string) => {
    const response = await fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: count });
    await response.body?.cancel();
  };
  return {
    url,
    region: 'us-east-1',
    enforcePolicies: () => countFreeCalls('0'),
    allowEverything: () => countFreeCalls('inf'),
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
