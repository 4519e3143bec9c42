import { Buffer } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compressors, piecedSource, readAll, sampleLog } from './helpers.ts';

/** Content that cannot be taken for something compressed. */
const content = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 2000 }).map((text) => Buffer.from(`log ${text}`)),
  fc.integer({ min: 1, max: 3000 }).map(sampleLog),
  fc.constant(Buffer.alloc(0)),
);
const pieceSizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 });

describe.each(Object.entries(compressors))('%s', (_name, compress) => {
  it('gives back what was compressed, whatever pieces it arrives in', async () => {
    await fc.assert(
      fc.asyncProperty(content, pieceSizes, async (original, sizes) => {
        const stored = await compress(original);
        const parts = await readAll(piecedSource(stored, sizes));
        expect(parts.map(({ error }) => error)).toEqual([undefined]);
        expect(parts[0]?.bytes.equals(original)).toBe(true);
      }),
      { seed: 20240301, numRuns: 25 },
    );
  });

  it('gives back what was compressed when every byte is a piece', async () => {
    const original = sampleLog(40);
    const parts = await readAll(piecedSource(await compress(original), [1]));
    expect(parts[0]?.bytes.toString()).toBe(original.toString());
  });
});
