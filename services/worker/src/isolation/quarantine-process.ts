import { Worker } from 'node:worker_threads';
import type { Normalizer, NormalizeTask } from '@siem/normalizer';
import { createNormalizer, type ThreadOptions } from '../create-normalizer.ts';
import type { QuarantineReply } from './quarantine.ts';

/** First message: options; then tasks, each with one reply. Ends with its parent, also from inside an endless loop. */
let normalizer: Normalizer | undefined;

const watchIntervalMs = 1_000;
const watch = `const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, ${watchIntervalMs});`;
new Worker(watch, { eval: true }).unref();
process.once('disconnect', () => process.exit());

process.on('message', async (message: NormalizeTask | ThreadOptions) => {
  let reply: QuarantineReply;
  try {
    if (normalizer === undefined) {
      normalizer = await createNormalizer(message as ThreadOptions);
      reply = { kind: 'ready' };
    } else {
      reply = { kind: 'done', chunk: await normalizer.normalize(message as NormalizeTask) };
    }
  } catch (error) {
    reply = { kind: 'failed', reason: `${(error as Error).name} while parsing` };
  }
  process.send!(reply);
});
