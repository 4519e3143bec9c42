import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { memorySource, ObjectReadError, openBody } from '@siem/decompression';
import { frameRecords } from '../src/index.ts';

describe('a broken Parquet file that keeps its decoder busy for ever', () => {
  it('is given up', async () => {
    // Prepare: one byte of a page of the sample of Security Lake differs.
    const file = readFileSync(new URL('endless.parquet', import.meta.url));

    // Act
    const read = async () => {
      for await (const part of openBody(memorySource(file)))
        for await (const _framed of frameRecords(part, { kind: 'json' }, { maxDecodeMs: 1_000 }));
    };

    // Assess
    await expect(read()).rejects.toThrow(ObjectReadError);
    await expect(read()).rejects.toThrow(/more than 1000 ms/);
  });
});
