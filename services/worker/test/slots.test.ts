import { describe, expect, it } from '@jest/globals';
import { Slots } from '../src/slots.ts';

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
});
