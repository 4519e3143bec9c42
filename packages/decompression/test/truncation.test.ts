import { Buffer } from 'node:buffer';
import { constants, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { memorySource } from '../src/index.ts';
import { bzip2Of, compressors, piecedSource, readAll, readOne, sampleLog, zipOf } from './helpers.ts';

const original = sampleLog(60);

describe('an object that is cut off', () => {
  it.each(Object.entries(compressors))(
    '%s: ends with a read error and a prefix of the content at any length',
    async (name, compress) => {
      const stored = await compress(original);
      for (let length = 1; length < stored.length; length += name.includes('bzip2') ? 13 : 1) {
        const parts = await readAll(memorySource(stored.subarray(0, length)));
        for (const { bytes, error } of parts) {
          // A cut between members, or inside the first magic, cannot be told from what is meant.
          if (error) expect(['truncated', 'corrupt']).toContain(error.code);
          else if (bytes.length > 0 && length > 10 && name !== 'none') expect(name).toMatch(/several/);
          // Of a magic inside compressed data, less than all of it may be left.
          if (bytes.length >= 10) expect(original.subarray(0, bytes.length).equals(bytes)).toBe(true);
        }
      }
    },
  );

  it('gives every byte that zlib can decode of cut gzip data, in pieces of any size', async () => {
    const stored = gzipSync(original);
    for (let length = 20; length < stored.length; length += 1) {
      const cut = stored.subarray(0, length);
      const decodable = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH });
      const [part] = await readAll(piecedSource(cut, [1 + (length % 90)]));
      expect(part?.bytes.equals(decodable)).toBe(true);
      expect(part?.error?.code).toBe('truncated');
      expect(part?.error?.position).toBe(decodable.length);
    }
  });

  it('gives the whole members in front of a cut gzip member', async () => {
    const stored = Buffer.concat([gzipSync('first\n'), gzipSync('second\n').subarray(0, 12)]);
    const { bytes, error } = await readOne(stored);
    expect(bytes.toString()).toContain('first\n');
    expect(error?.code).toBe('truncated');
  });

  it('gives the whole bzip2 blocks in front of the cut', async () => {
    const blocks = sampleLog(4000);
    const stored = bzip2Of(blocks, 1);
    const { bytes, error } = await readOne(stored.subarray(0, stored.length - 3000));
    expect(bytes.length).toBeGreaterThan(90_000);
    expect(blocks.subarray(0, bytes.length).equals(bytes)).toBe(true);
    expect(error?.code).toBe('truncated');
  });

  it('gives all of a bzip2 stream of which only the last checksum is cut off', async () => {
    const stored = bzip2Of(original);
    for (const missing of [1, 4, 9, 10]) {
      const { bytes, error } = await readOne(stored.subarray(0, stored.length - missing));
      expect(bytes.equals(original)).toBe(true);
      expect(error?.code).toBe('truncated');
    }
  });

  it('gives the members before a broken one and after it', async () => {
    const stored = await zipOf([
      { name: '1', bytes: original },
      { name: '2', bytes: Buffer.from('content of the second'), stored: true },
      { name: '3', bytes: original },
    ]);
    stored.write('C', stored.indexOf('content of'));
    const parts = await readAll(memorySource(stored));
    expect(parts.map(({ name, error }) => [name, error?.code])).toEqual([
      ['1', undefined],
      ['2', 'corrupt'],
      ['3', undefined],
    ]);
    expect(parts[1]?.error?.member).toBe('2');
  });

  it('names the format and the position', async () => {
    const { error } = await readOne(zstdCompressSync(original).subarray(0, 30));
    expect(error?.format).toBe('zstd');
    expect(error?.position).toBe(0);
    expect(error?.message).toBe('The zstd data stops in the middle after 0 uncompressed bytes');
  });
});
