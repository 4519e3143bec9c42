import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../errors.ts';
import { type LeashedServer, startLeashed } from '../leash.ts';
import type { ResolvedOptions } from '../options.ts';
import { requirementsFile } from '../paths.ts';
import { freePort, isPortFree } from '../ports.ts';
import { waitUntilReady } from '../wait-until.ts';
import { pythonEnvironment } from './python.ts';

const portAttempts = 3;
const graceMs = 5_000;

/** What the product talks to; anything else stays unloaded. */
const services = 's3,sqs,sns,sts,iam,kms,events,cloudwatch,logs,secretsmanager,ssm';

export interface AwsEmulator {
  readonly url: string;
  readonly server: LeashedServer;
}

/** ministack, bound to loopback, everything in memory. */
export async function startAwsEmulator(options: ResolvedOptions): Promise<AwsEmulator> {
  const python = await pythonEnvironment('aws', ['-r', requirementsFile], () =>
    options.report('python', 'started', 'fetching the AWS emulator'),
  );
  const folder = join(options.workDir, 'aws');
  mkdirSync(folder, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const port = options.ports.aws ?? (await freePort());
    if (!(await isPortFree(port)))
      throw new StackError(`port ${port} for the AWS emulator is taken; choose another one or stop its owner`);
    const server = await startLeashed({
      command: join(python, 'bin', 'ministack'),
      args: [],
      cwd: folder,
      environment: emulatorEnvironment(port, folder),
      logFile: join(folder, 'aws.log'),
      graceMs,
    });
    const url = `http://127.0.0.1:${port}`;
    try {
      await waitUntilReady('The AWS emulator', server, options.startTimeoutMs, async (signal) => {
        const response = await fetch(`${url}/_ministack/health`, { signal });
        await response.body?.cancel();
        return response.ok;
      });
      options.report('aws', 'done', `S3 and SQS answer on ${url}`);
      return { url, server };
    } catch (error) {
      await server.stop();
      if (attempt === portAttempts || options.ports.aws !== undefined) throw error;
    }
  }
}

function emulatorEnvironment(port: number, folder: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    SERVICES: services,
    LOG_LEVEL: 'WARNING',
    // Its process id file and scratch data.
    TMPDIR: folder,
    // Both would listen on further ports.
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    // It would sweep containers of an engine that is none of its business here.
    DOCKER_HOST: `unix://${folder}/no-engine.sock`,
  };
}
