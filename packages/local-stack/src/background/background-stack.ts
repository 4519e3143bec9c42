import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from '../errors.ts';
import { resolveOptions, type StackOptions, type StackProgress } from '../options.ts';
import { controlFile, readControlAddress, type StackStatus } from './state.ts';

const controlTimeoutMs = 5_000;
const stopTimeoutMs = 60_000;

/** The running background stack of this folder, if any. */
export async function findBackgroundStack(workDir: string): Promise<StackStatus | undefined> {
  const response = await callSupervisor(workDir, 'GET', '/status', controlTimeoutMs);
  return response?.ok ? ((await response.json()) as StackStatus) : undefined;
}

/**
 * Starts a stack that outlives this process; a running one with the same folder is kept and returned.
 * @throws StackError with what the supervisor said
 */
export async function ensureBackgroundStack(
  options: StackOptions = {},
): Promise<StackStatus & { readonly wasRunning: boolean }> {
  const { workDir } = resolveOptions(options);
  const running = await findBackgroundStack(workDir);
  if (running) return { ...running, wasRunning: true };

  mkdirSync(workDir, { recursive: true });
  rmSync(controlFile(workDir), { force: true });
  const logFile = join(workDir, 'supervisor.log');
  const log = openSync(logFile, 'w');
  const { onProgress, ...plainOptions } = options;
  const supervisor = spawn(
    process.execPath,
    [join(import.meta.dirname, 'supervisor.ts'), JSON.stringify({ ...plainOptions, workDir })],
    {
      stdio: ['ignore', log, log],
      detached: true,
    },
  );
  closeSync(log);
  // A person who gives up waiting gets nothing left behind.
  const giveUp = () => supervisor.kill('SIGTERM');
  process.once('exit', giveUp);
  try {
    await followSupervisor(supervisor, logFile, onProgress);
  } finally {
    process.removeListener('exit', giveUp);
  }
  supervisor.unref();
  const status = await findBackgroundStack(workDir);
  if (!status) throw new StackError(`the stack started but its supervisor does not answer; see ${logFile}`);
  return { ...status, wasRunning: false };
}

/** Ends the background stack of this folder. @returns false when there was none */
export async function stopBackgroundStack(workDir: string): Promise<boolean> {
  const response = await callSupervisor(workDir, 'POST', '/stop', stopTimeoutMs);
  if (response) await response.body?.cancel();
  return response?.ok === true;
}

async function callSupervisor(
  workDir: string,
  method: string,
  path: string,
  timeoutMs: number,
): Promise<Response | undefined> {
  const address = readControlAddress(workDir);
  if (!address) return undefined;
  try {
    return await fetch(`http://127.0.0.1:${address.port}${path}`, {
      method,
      headers: { authorization: `Bearer ${address.token}`, connection: 'close' },
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    // Nobody there: the supervisor died without clearing its file.
    if ((error as Error).name === 'TimeoutError')
      throw new StackError(`the stack's supervisor on port ${address.port} does not answer`, { cause: error });
    return undefined;
  }
}

type SupervisorLine = { progress: StackProgress } | { failed: string } | { ready: true };

/** Hands on the progress in the supervisor's log until it says that it is ready, or ends. */
async function followSupervisor(
  supervisor: ReturnType<typeof spawn>,
  logFile: string,
  onProgress: StackOptions['onProgress'],
): Promise<void> {
  let seenLines = 0;
  for (;;) {
    const hasEnded = supervisor.exitCode !== null || supervisor.signalCode !== null;
    const lines = readFileSync(logFile, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(seenLines)) {
      const message = parseLine(line);
      if (message === undefined) continue;
      if ('ready' in message) return;
      if ('failed' in message) throw new StackError(message.failed);
      onProgress?.(message.progress);
    }
    seenLines = lines.length;
    if (hasEnded)
      throw new StackError(`the stack's supervisor ended early; see ${logFile}:\n${lines.slice(-20).join('\n')}`);
    await sleep(100);
  }
}

/** Node.js itself may print a warning between our lines. */
function parseLine(line: string): SupervisorLine | undefined {
  return line.startsWith('{"') ? (JSON.parse(line) as SupervisorLine) : undefined;
}
