import { Buffer } from 'node:buffer';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { memorySource, ObjectReadError, type ObjectSource, openBody } from '../src/index.ts';
import { bzip2Of, compressors, piecedSource, readAll, readOne, sampleLog, zipOf } from './helpers.ts';

const original = sampleLog(200);

describe('corrupt data', () => {
  it('gives every byte before foreign bytes behind gzip data, in pieces of any size', async () => {
    const stored = Buffer.concat([gzipSync(original), Buffer.from('plain text')]);
    for (const size of [1, 7, 1000, 100_000]) {
      const [part] = await readAll(piecedSource(stored, [size]));
      expect(part?.bytes.equals(original)).toBe(true);
      expect(part?.error?.code).toBe('corrupt');
    }
  });

  it('stops at the same byte whatever pieces corrupt gzip data arrives in', async () => {
    const stored = gzipSync(original);
    stored[stored.length >>> 1] = (stored[stored.length >>> 1] as number) ^ 0x55;
    const lengths = new Set<number>();
    for (const size of [1, 3, 64, 100_000]) {
      const [part] = await readAll(piecedSource(stored, [size]));
      expect(part?.error?.code).toBe('corrupt');
      lengths.add(part?.bytes.length ?? -1);
    }
    expect(lengths.size).toBe(1);
  });

  it('gives the whole content when only the gzip checksum is wrong', async () => {
    const stored = gzipSync(original);
    stored[stored.length - 8] = (stored[stored.length - 8] as number) ^ 1;
    const { bytes, error } = await readOne(stored);
    expect(bytes.equals(original)).toBe(true);
    expect(error?.code).toBe('corrupt');
  });

  it('gives the bzip2 blocks in front of the broken one', async () => {
    const blocks = sampleLog(6000);
    const stored = bzip2Of(blocks, 1);
    stored[stored.length - 5000] = (stored[stored.length - 5000] as number) ^ 0xff;
    const { bytes, error } = await readOne(stored);
    expect(bytes.length).toBeGreaterThan(0);
    expect(blocks.subarray(0, bytes.length).equals(bytes)).toBe(true);
    expect(error?.code).toBe('corrupt');
  });

  it('skips zeros between and behind gzip members', async () => {
    const zeros = Buffer.alloc(513);
    const stored = Buffer.concat([gzipSync('a\n'), zeros, gzipSync('b\n'), zeros]);
    for (const size of [1, 10, 10_000]) {
      const [part] = await readAll(piecedSource(stored, [size]));
      expect(part?.bytes.toString()).toBe('a\nb\n');
      expect(part?.error).toBeUndefined();
    }
  });

  it('says so when a zip member has a wrong checksum', async () => {
    const stored = await zipOf([{ name: 'a', bytes: original, stored: true }]);
    stored[100] = (stored[100] as number) ^ 1;
    const { bytes, error } = await readOne(stored);
    expect(bytes.length).toBe(original.length);
    expect(error?.code).toBe('corrupt');
    expect(error?.message).toBe("Zip member 'a': Has a wrong length or checksum");
  });

  it('says so when a zip member is encrypted, and reads the others', async () => {
    const stored = await zipOf([
      { name: 'a', bytes: original },
      { name: 'b', bytes: original },
    ]);
    // General purpose flag of the first entry in the directory.
    const entry = stored.indexOf(Buffer.from('504b0102', 'hex'));
    stored[entry + 8] = (stored[entry + 8] as number) | 1;
    const parts = await readAll(memorySource(stored));
    expect(parts.map(({ error }) => error?.code)).toEqual(['unsupported', undefined]);
  });

  it('never throws anything else and never hangs on random bytes behind any magic', async () => {
    const magics = await Promise.all(
      Object.values(compressors).map(async (compress) => (await compress(original)).subarray(0, 40)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...magics),
        fc.nat(40),
        fc.uint8Array({ maxLength: 3000 }),
        async (magic, kept, random) => {
          await readAll(memorySource(Buffer.concat([magic.subarray(0, kept), random])));
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it('never throws anything else when some bytes of a stored object change', async () => {
    const stored = await Promise.all(Object.values(compressors).map((compress) => compress(original)));
    const changes = fc.array(fc.tuple(fc.nat(100_000), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...stored), changes, async (bytes, changed) => {
        const copy = Buffer.from(bytes);
        for (const [at, value] of changed) copy[at % copy.length] = value;
        await readAll(memorySource(copy));
      }),
      { seed: 8, numRuns: 300 },
    );
  });
});

describe('limits', () => {
  const zeros = Buffer.alloc(1_000_000);

  it.each(Object.entries({ gzip: gzipSync(zeros), zstd: zstdCompressSync(zeros), bzip2: bzip2Of(zeros) }))(
    '%s: stops at the exact byte of the limit',
    async (_name, stored) => {
      const { bytes, error } = await readOne(stored, { maxUncompressedBytes: 123_456 });
      expect(bytes.length).toBe(123_456);
      expect(error?.code).toBe('bomb');
      expect(error?.position).toBe(123_456);
    },
  );

  it('looks at the ratio only beyond the grace', async () => {
    const stored = gzipSync(zeros);
    const patient = await readOne(stored, { maxRatio: 10, ratioGraceBytes: 1_000_000 });
    expect(patient.error).toBeUndefined();
    const strict = await readOne(stored, { maxRatio: 10, ratioGraceBytes: 1000 });
    expect(strict.error?.code).toBe('bomb');
    expect(strict.bytes.length).toBe(stored.length * 10);
  });

  it('counts all members of a zip file together and reads none after the limit', async () => {
    const stored = await zipOf(['1', '2', '3', '4'].map((name) => ({ name, bytes: zeros })));
    const parts = await readAll(memorySource(stored), { maxUncompressedBytes: 1_500_000 });
    expect(parts.map(({ bytes, error }) => [bytes.length, error?.code])).toEqual([
      [1_000_000, undefined],
      [500_000, 'bomb'],
    ]);
  });

  it('counts a level inside another on its own', async () => {
    const { bytes, error } = await readOne(gzipSync(gzipSync(zeros)), { maxUncompressedBytes: 5000 });
    expect(bytes.length).toBe(5000);
    expect(error?.code).toBe('bomb');
  });

  it('refuses a zip file with too many members', async () => {
    const stored = await zipOf(['1', '2', '3'].map((name) => ({ name, bytes: original })));
    const { error } = await readOne(stored, { maxZipMembers: 2 });
    expect(error?.code).toBe('members');
    expect(error?.message).toBe('The zip file has 3 members; at most 2 are allowed');
  });

  it('opens three levels and no fourth', async () => {
    const three = gzipSync(gzipSync(gzipSync(original)));
    expect((await readOne(three)).bytes.equals(original)).toBe(true);
    const { error } = await readOne(gzipSync(three));
    expect(error?.code).toBe('nesting');
  });

  it('reads the other members when one is nested too deeply', async () => {
    const deep = gzipSync(gzipSync(gzipSync(original)));
    const stored = await zipOf([
      { name: 'deep', bytes: deep },
      { name: 'flat', bytes: original },
    ]);
    const parts = await readAll(memorySource(stored));
    expect(parts.map(({ name, error }) => [name, error?.code])).toEqual([
      ['deep', 'nesting'],
      ['flat', undefined],
    ]);
  });

  it('spools no more than allowed and leaves no file behind', async () => {
    const inner = await zipOf([{ name: 'a', bytes: original, stored: true }]);
    const before = await spoolFolders();
    const { error } = await readOne(gzipSync(inner), { maxSpoolBytes: 100 });
    expect(error?.code).toBe('spool');
    expect((await readOne(gzipSync(inner))).bytes.equals(original)).toBe(true);
    expect(await spoolFolders()).toEqual(before);
  });
});

describe('the source', () => {
  it('throws through what it throws, after the bytes before', async () => {
    const stored = gzipSync(original);
    const broken: ObjectSource = {
      ...memorySource(stored),
      async *stream() {
        yield stored.subarray(0, 500);
        throw new Error('connection lost');
      },
    };
    const read: Uint8Array[] = [];
    const reading = async () => {
      for await (const part of openBody(broken)) for await (const piece of part.bytes) read.push(piece);
    };
    await expect(reading()).rejects.toThrow('connection lost');
    expect(Buffer.concat(read).length).toBeGreaterThan(0);
  });

  it('throws through what its range() throws', async () => {
    const stored = await zipOf([{ name: 'a', bytes: original }]);
    const broken: ObjectSource = { ...memorySource(stored), range: () => Promise.reject(new Error('access denied')) };
    await expect(readAll(broken)).rejects.toThrow('access denied');
  });

  it.each(Object.entries(compressors))(
    '%s: is closed when the reader stops early, or reads nothing',
    async (_name, compress) => {
      const stored = await compress(original);
      for (const pieces of [0, 1]) {
        const source = watchedSource(stored);
        for await (const part of openBody(source)) {
          const iterator = part.bytes[Symbol.asyncIterator]();
          for (let index = 0; index < pieces; index++) await iterator.next();
          if (pieces > 0) await iterator.return?.();
          break;
        }
        expect(source.opened()).toBe(source.closed());
      }
    },
  );
});

function watchedSource(bytes: Buffer): ObjectSource & { opened(): number; closed(): number } {
  let opened = 0;
  let closed = 0;
  return {
    ...memorySource(bytes),
    async *stream() {
      opened++;
      try {
        for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
      } finally {
        closed++;
      }
    },
    opened: () => opened,
    closed: () => closed,
  };
}

async function spoolFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('siem-spool-'));
}

describe('ObjectReadError', () => {
  it('keeps its facts when it learns its member', () => {
    const error = new ObjectReadError('corrupt', 'Is broken', { format: 'gzip', position: 5 }).inMember('a.gz');
    expect(error).toMatchObject({ code: 'corrupt', format: 'gzip', position: 5, member: 'a.gz' });
  });
});
