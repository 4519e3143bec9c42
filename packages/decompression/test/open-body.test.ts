import { Buffer } from 'node:buffer';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { fileSource, memorySource, openBody } from '../src/index.ts';
import { piecedSource, readAll, readOne, zipOf } from './helpers.ts';

describe('openBody', () => {
  it('gives one empty part for an empty object', async () => {
    expect(await readAll(memorySource(Buffer.alloc(0)))).toEqual([
      { name: undefined, kind: 'bytes', bytes: Buffer.alloc(0), error: undefined },
    ]);
  });

  it('gives every file of a zip, whatever its folder, and names it', async () => {
    // Prepare
    const inner = await zipOf([{ name: 'c.log', bytes: Buffer.from('c\n') }]);
    const stored = await zipOf([
      { name: 'a.log', bytes: Buffer.from('a\n') },
      { name: 'folder/b.log', bytes: Buffer.from('b\n'), stored: true },
      { name: '__MACOSX/._a.log', bytes: Buffer.from('fork') },
      { name: 'inner.zip', bytes: inner },
      { name: 'd.gz', bytes: gzipSync('d\n') },
      { name: 'ünïcode.log', bytes: Buffer.from('e\n'), streamed: true },
      { name: 'empty', bytes: Buffer.alloc(0) },
    ]);
    // Act
    const parts = await readAll(memorySource(stored));
    // Assess
    expect(parts.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
      ['a.log', 'a\n'],
      ['folder/b.log', 'b\n'],
      ['inner.zip/c.log', 'c\n'],
      ['d.gz', 'd\n'],
      ['ünïcode.log', 'e\n'],
      ['empty', ''],
    ]);
  });

  it('reads a zip file larger than its block cache', async () => {
    const members = Array.from({ length: 9 }, (_, index) => ({
      name: String(index),
      bytes: Buffer.alloc(1_500_000, `${index} `),
      stored: true,
    }));
    const parts = await readAll(memorySource(await zipOf(members)));
    expect(parts.every(({ bytes }, index) => bytes.equals(members[index]?.bytes as Buffer))).toBe(true);
  });

  it('takes text that only looks like a magic for text', async () => {
    for (const text of ['BZh9 is not bzip2', 'BZh91AY', 'PAR1', 'PK is a name', 'PAR1 and PAR1']) {
      const { bytes, error } = await readOne(Buffer.from(text));
      expect(bytes.toString()).toBe(text);
      expect(error).toBeUndefined();
    }
  });

  it('gives UTF-8 without its byte order mark, in pieces of any size', async () => {
    for (const size of [1, 2, 100]) {
      const [part] = await readAll(piecedSource(Buffer.from('\ufeffä line\n'), [size]));
      expect(part?.bytes.toString()).toBe('ä line\n');
    }
  });

  it.each(['utf-16le', 'utf-16be'] as const)('gives %s as UTF-8, in pieces of any size', async (encoding) => {
    const text = 'Grüße 🙂\r\nzweite Zeile\r\n';
    const stored = Buffer.from(`\ufeff${text}`, 'utf16le');
    if (encoding === 'utf-16be') stored.swap16();
    for (const size of [1, 3, 100]) {
      const [part] = await readAll(piecedSource(gzipSync(stored), [size]));
      expect(part?.bytes.toString()).toBe(text);
    }
    const { bytes, error } = await readOne(stored.subarray(0, -1));
    expect(bytes.toString()).toBe(text.slice(0, -1));
    expect(error).toMatchObject({ code: 'truncated', format: 'utf-16' });
  });

  it('gives Parquet with random access, from the source or from a copy', async () => {
    const file = Buffer.from('PAR1 columns of some kind ....PAR1');
    for (const stored of [
      file,
      gzipSync(file),
      zstdCompressSync(gzipSync(file)),
      await zipOf([{ name: 'x', bytes: file }]),
    ]) {
      let parts = 0;
      for await (const part of openBody(memorySource(stored))) {
        parts++;
        expect(part.kind).toBe('parquet');
        expect(part.file?.sizeBytes).toBe(file.length);
        expect(Buffer.from((await part.file?.range(5, 12)) ?? []).toString()).toBe('columns');
      }
      expect(parts).toBe(1);
    }
  });
});

describe('fileSource', () => {
  it('reads a file as a stream and in ranges', async () => {
    // Prepare
    const folder = await mkdtemp(join(tmpdir(), 'siem-test-'));
    const path = join(folder, 'a.log');
    const content = Buffer.alloc(600_000, 'abcdefghij');
    await writeFile(path, content);
    try {
      // Act
      const source = await fileSource(path);
      const pieces: Uint8Array[] = [];
      for await (const piece of source.stream()) pieces.push(piece);
      // Assess
      expect(source.sizeBytes).toBe(600_000);
      expect(Buffer.concat(pieces).equals(content)).toBe(true);
      expect(Buffer.from(await source.range(599_995, 600_000)).toString()).toBe('fghij');
      await expect(source.range(599_995, 600_001)).rejects.toThrow('has 600000 bytes');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
