import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from './errors.ts';
import { type LeashedServer, logTail } from './leash.ts';

/**
 * Polls until the server answers as wanted.
 * @throws StackError with the end of the server's log when it ends or the time is over
 */
export async function waitUntilReady(
  name: string,
  server: LeashedServer,
  timeoutMs: number,
  isReady: (signal: AbortSignal) => Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    if (server.exitCode !== undefined) {
      throw new StackError(
        `${name} ended with code ${server.exitCode} while starting. The end of ${server.logFile}:\n${await logTail(server.logFile)}`,
      );
    }
    if (await isReadyNow(isReady)) return;
    if (performance.now() > deadline) {
      throw new StackError(
        `${name} was not ready within ${timeoutMs / 1000} s. The end of ${server.logFile}:\n${await logTail(server.logFile)}`,
      );
    }
    await sleep(50);
  }
}

/** Connection errors mean "not yet"; our own errors say that waiting is in vain. */
async function isReadyNow(isReady: (signal: AbortSignal) => Promise<boolean>): Promise<boolean> {
  try {
    return await isReady(AbortSignal.timeout(5_000));
  } catch (error) {
    if (error instanceof StackError) throw error;
    return false;
  }
}
