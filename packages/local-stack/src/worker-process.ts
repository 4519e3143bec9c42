import { type ChildProcess, spawn } from 'node:child_process';
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
  /** Asks it to end and resolves when it has. */
  stop(): Promise<void>;
}

export interface SpawnedWorker extends WorkerProcess {
  /** Resolves when it answers; rejects when it ends before. */
  ready: Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

/** However this process ends in order, its workers end with it. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * The same worker as `npm run worker`, as a process of its own; its log goes to a file. Ends with this process.
 * @throws Error when it ends before it is ready
 */
export async function startWorkerProcess(environment: Record<string, string>, logFile: string): Promise<WorkerProcess> {
  const worker = await spawnWorker(environment, logFile);
  await worker.ready;
  return worker;
}

/** Does not wait until it is ready. */
export async function spawnWorker(environment: Record<string, string>, logFile: string): Promise<SpawnedWorker> {
  mkdirSync(dirname(logFile), { recursive: true });
  const port = await freePort();
  const child = spawn(process.execPath, [join(repositoryRoot, 'services/worker/src/main.ts')], {
    env: { ...process.env, ...environment, SIEM_HTTP_HOST: '127.0.0.1', SIEM_HTTP_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  child.once('close', () => log.end());
  const ended = new AbortController();
  const exited = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      running.delete(child);
      ended.abort();
      resolve(code);
    }),
  );
  const base = `http://127.0.0.1:${port}`;
  const ready = Promise.race([
    untilAnswers(`${base}/healthz`, ended.signal),
    exited.then((code) => Promise.reject(new Error(`The worker ended with code ${code}; see ${logFile}`))),
  ]);
  // Who kills a worker that is still starting does not wait for it.
  ready.catch(() => undefined);
  return {
    pid: child.pid!,
    metricsUrl: `${base}/metrics`,
    logFile,
    ready,
    exited,
    signal: (signal) => void child.kill(signal),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function untilAnswers(url: string, ended: AbortSignal): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline && !ended.aborted) {
    const answer = await fetch(url, { signal: ended }).catch(() => undefined);
    if (answer?.ok === true) return;
    await delay(100);
  }
  throw new Error(`${url} does not answer within 60 s`);
}
