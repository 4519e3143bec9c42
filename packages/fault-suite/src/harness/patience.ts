import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 60_000;
const pauseMs = 500;

/** The suite's own questions must not fail because the servers have not yet got over the fault. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(pauseMs);
    }
  }
}
