import { describe, expect, it } from '@jest/globals';
import { HelperThreads } from '../src/helper-threads.ts';

const noBzip2 = Buffer.from('no bzip2');

describe('a helper thread', () => {
  it('is taken again when it is idle', async () => {
    const threads = new HelperThreads(new URL('../src/bzip2-thread.ts', import.meta.url));
    const first = threads.take();
    await first.request(noBzip2);
    threads.giveBack(first);

    const second = threads.take();

    expect(second).toBe(first);
    await second.stop();
  });

  it('is not taken while it is being ended because it was idle for too long', async () => {
    const threads = new HelperThreads(new URL('../src/bzip2-thread.ts', import.meta.url));
    const first = threads.take();
    await first.request(noBzip2);
    threads.giveBack(first);
    const end = first.stop(); // what the timer does; the thread lives on until it has exited

    const second = threads.take();

    expect(second).not.toBe(first);
    expect(await second.request(noBzip2)).toBeUndefined();
    await Promise.all([end, second.stop()]);
  });
});
