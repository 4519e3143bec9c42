import { describe, expect, it } from '@jest/globals';
import { HeldSlots, Slots } from '../src/slots.ts';

describe('slots', () => {
  it('lets a small object pass huge ones, and the huge ones move on behind many small ones', async () => {
    // Prepare
    const slots = new Slots(1);
    await slots.take();
    const order: string[] = [];
    const ask = (name: string, attained: number) => slots.take(attained).then(() => order.push(name));
    for (let i = 0; i < 3; i++) void ask(`huge${i}`, 100 + i);
    for (let i = 0; i < 4; i++) void ask(`small${i}`, 0);

    // Act
    for (let i = 0; i < 7; i++) {
      slots.give();
      await new Promise((resolve) => setImmediate(resolve));
    }

    // Assess
    expect(order).toEqual(['small0', 'huge0', 'small1', 'huge1', 'small2', 'huge2', 'small3']);
  });

  it('lets go who waits when the signal is aborted, and nobody else', async () => {
    // Prepare
    const slots = new Slots(1);
    await slots.take();
    const stop = new AbortController();
    const gone = slots.take(0, stop.signal);
    const waits = slots.take(1);

    // Act
    stop.abort(new Error('over'));
    await expect(gone).rejects.toThrow('over');
    slots.give();

    // Assess
    await expect(waits).resolves.toBeUndefined();
    await expect(slots.take(0, stop.signal)).rejects.toThrow('over');
  });
});

describe('objects that hold all slots and wait for more', () => {
  it('give theirs back when one of them fails', async () => {
    // Prepare
    const slots = new Slots(2);
    const [fails, goesOn] = [new HeldSlots(slots), new HeldSlots(slots)];
    await Promise.all([fails.take(), goesOn.take()]);
    const [waitsInVain, waits] = [fails.take(), goesOn.take()];

    // Act
    const failure = fails.orFail(Promise.reject(new Error('no dead letters')));
    await expect(failure).rejects.toThrow('no dead letters');
    await expect(waitsInVain).rejects.toThrow('no dead letters');
    fails.giveAll();

    // Assess
    await expect(waits).resolves.toBeUndefined();
  });
});
