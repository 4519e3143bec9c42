import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repositoryRoot } from './paths.ts';
import { freePort } from './ports.ts';

export interface WorkerProcess {
  pid: number;
  metricsUrl: string;
  logFile: string;
  /** Resolves when the process has ended. */
  exited: Promise<number | null>;
  stop(): Promise<void>;
}

/**
 * The same worker as `npm run worker`, as a process of its own; its log goes to a file. Ends with this process.
 * @throws Error when it ends before it is ready
 */
export async function startWorkerProcess(environment: Record<string, string>, logFile: string): Promise<WorkerProcess> {
  mkdirSync(dirname(logFile), { recursive: true });
  const port = await freePort();
  const child = spawn(process.execPath, [join(repositoryRoot, 'services/worker/src/main.ts')], {
    env: { ...process.env, ...environment, SIEM_HTTP_HOST: '127.0.0.1', SIEM_HTTP_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await exited;
  };
  process.once('exit', () => child.kill('SIGKILL'));
  const base = `http://127.0.0.1:${port}`;
  await Promise.race([
    untilAnswers(`${base}/healthz`),
    exited.then((code) => Promise.reject(new Error(`The worker ended with code ${code}; see ${logFile}`))),
  ]);
  return { pid: child.pid!, metricsUrl: `${base}/metrics`, logFile, exited, stop };
}

async function untilAnswers(url: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    await delay(100);
  }
  throw new Error(`${url} does not answer within 60 s`);
}
