import { setTimeout as sleep } from 'node:timers/promises';

/** Polls for something that another process does; the deadline is far beyond what a slow machine needs. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  deadlineMs = 30_000,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`still waiting after ${deadlineMs} ms: ${what}`);
    await sleep(25);
  }
}

export function isProcessAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
