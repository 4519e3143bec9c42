import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { memorySource, ObjectReadError } from '@siem/decompression';
import { createEnrichment } from '@siem/enrichment';
import { defineLogType } from '@siem/log-type';
import { defaultNaming, type NormalizedChunk, Normalizer } from '@siem/normalizer';
import { type DeadLetter, type IndexOutcome, Ledger, type LoadDeps, loadObject } from '../src/index.ts';

const logType = defineLogType({
  name: 'lines',
  title: 'Lines',
  source: 'https://example.com',
  keys: [/lines/],
  exampleKey: 'lines',
  index: 'log-lines',
  format: { kind: 'text', patterns: [/^(?<word>[a-z]+) (?<number>\d+)$/] },
  timestamp: { from: 'time', format: 'iso8601' },
  ecs: {},
});

const enrich = await createEnrichment({});
const normalizer = new Normalizer(async () => logType, enrich, { naming: defaultNaming });
const everythingIndexed = (chunk: NormalizedChunk): IndexOutcome => ({
  indexed: chunk.sourceStarts.length,
  duplicate: 0,
  safeForm: 0,
  rejected: [],
});

function depsWith(overrides: Partial<LoadDeps>, letters: DeadLetter[] = []): LoadDeps {
  return {
    normalize: (task) => normalizer.normalize(task),
    index: async (chunk) => everythingIndexed(chunk),
    deadLetter: async (list) => {
      letters.push(...list);
    },
    parserVersion: 'test',
    concurrency: 3,
    frameOptions: { chunkBytes: 64 },
    ...overrides,
  };
}

const text = Array.from({ length: 100 }, (_, i) => `word ${i}\n`).join('');
const objectOf = (bytes: Uint8Array) => ({ bucket: 'b', key: 'lines', source: memorySource(bytes, 50), logType });

describe('loadObject', () => {
  it('keeps the bytes of records that are no text', async () => {
    // Prepare
    const bytes = Buffer.concat([
      Buffer.from('word 1\n'),
      Buffer.from([0x77, 0xff, 0xfe, 0x20, 0x78]),
      Buffer.from('\nword 2\n'),
    ]);
    const letters: DeadLetter[] = [];

    // Act
    const ledger = await loadObject(objectOf(bytes), depsWith({}, letters));

    // Assess
    expect(ledger).toMatchObject({ read: 3, indexed: 2, deadLettered: 1 });
    expect(letters).toEqual([expect.objectContaining({ raw_encoding: 'base64' })]);
    expect(Buffer.from(letters[0]!.raw, 'base64')).toEqual(Buffer.from([0x77, 0xff, 0xfe, 0x20, 0x78]));
  });

  it('hands dead letters on in the order of the object, whatever order the chunks become final in', async () => {
    // Prepare: of the chunks that are indexed at the same time, the last is final first.
    const waiting: (() => void)[] = [];
    const rejectFirst = (chunk: NormalizedChunk): IndexOutcome => ({
      indexed: chunk.sourceStarts.length - 1,
      duplicate: 0,
      safeForm: 0,
      rejected: [{ position: 0, type: 'mapper_parsing_exception', reason: 'why' }],
    });
    const index = async (chunk: NormalizedChunk): Promise<IndexOutcome> => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        setImmediate(() => waiting.pop()?.());
      });
      return rejectFirst(chunk);
    };
    const letters: DeadLetter[] = [];

    // Act
    await loadObject(objectOf(Buffer.from(text)), depsWith({ index }, letters));

    // Assess
    const records = letters.map(({ position }) => position.record ?? -1);
    expect(records.length).toBeGreaterThan(5);
    expect(records).toEqual([...records].sort((a, b) => a - b));
  });

  it('puts records without a time of their own where the object was stored, whatever the clock says', async () => {
    // Prepare
    const storedMs = Date.UTC(2025, 4, 31, 23, 59);
    const bodies: string[] = [];
    const index = async (chunk: NormalizedChunk) => {
      bodies.push(Buffer.from(chunk.body).toString());
      return everythingIndexed(chunk);
    };
    const source = { ...memorySource(Buffer.from('word 1\n')), storedMs };

    // Act
    for (const nowMs of [Date.UTC(2025, 5, 1), Date.UTC(2031, 1, 1)])
      await loadObject({ ...objectOf(Buffer.alloc(0)), source }, depsWith({ index, now: () => nowMs }));

    // Assess
    const withoutIngestTime = bodies.map((body) => body.replace(/"ingested":"[^"]+"/, ''));
    expect(withoutIngestTime[1]).toBe(withoutIngestTime[0]);
    expect(bodies[0]).toContain('"_index":"log-lines-2025-05"');
    expect(bodies[0]).toContain('"@timestamp":"2025-05-31T23:59:00+00:00"');
  });

  it('balances the ledger over indexed, duplicate, rejected and unreadable records', async () => {
    // Prepare
    const letters: DeadLetter[] = [];
    const index = async (chunk: NormalizedChunk): Promise<IndexOutcome> => ({
      indexed: chunk.sourceStarts.length - 2,
      duplicate: 1,
      safeForm: 0,
      rejected: [{ position: 0, type: 'mapper_parsing_exception', reason: 'why' }],
    });

    // Act
    const ledger = await loadObject(objectOf(Buffer.from(`${text}broken\n`)), depsWith({ index }, letters));

    // Assess
    expect(ledger.balances).toBe(true);
    expect(ledger).toMatchObject({ read: 101, deadLettered: letters.length });
    expect(letters.filter(({ code }) => code === 'no_pattern_matched').map(({ raw }) => raw)).toEqual(['broken']);
    expect(letters.filter(({ code }) => code === 'rejected_mapper_parsing_exception')[0]).toMatchObject({
      raw: 'word 0',
      log_type: 'lines',
    });
  });

  it('reads no further than a slow indexer allows', async () => {
    // Prepare
    let normalized = 0;
    let released: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => {
      released = resolve;
    });
    const deps = depsWith({
      normalize: (task) => {
        normalized++;
        return normalizer.normalize(task);
      },
      index: async (chunk) => {
        await gate;
        return everythingIndexed(chunk);
      },
    });

    // Act
    const loading = loadObject(objectOf(Buffer.from(text.repeat(50))), deps);
    for (let i = 0; i < 200; i++) await new Promise((resolve) => setImmediate(resolve));

    // Assess
    expect(normalized).toBeLessThanOrEqual(2 * deps.concurrency + 1);
    released!();
    expect((await loading).indexed).toBe(5000);
  });

  it.each([64, 1024 * 1024])(
    'makes everything before a fault final, then says what it is: chunks of %i bytes',
    async (chunkBytes) => {
      // Prepare
      const stored = Buffer.concat([gzipSync(Buffer.from(text)), Buffer.from('no gzip')]);
      const deps = depsWith({ frameOptions: { chunkBytes } });
      const ledger = new Ledger();

      // Act
      const loading = loadObject(objectOf(stored), deps, ledger);

      // Assess
      await expect(loading).rejects.toBeInstanceOf(ObjectReadError);
      expect(ledger).toMatchObject({ read: 100, indexed: 100 });
    },
  );

  it('waits for all that is under way when one chunk fails, and fails with its error', async () => {
    let running = 0;
    const deps = depsWith({
      index: async (chunk) => {
        running++;
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        if (Buffer.from(chunk.body).includes('word 50')) throw new Error('no');
        return everythingIndexed(chunk);
      },
    });
    await expect(loadObject(objectOf(Buffer.from(text)), deps)).rejects.toThrow('no');
    expect(running).toBe(0);
  });

  it('gives equal lines their own ids, the same at every delivery', async () => {
    const ids = async () => {
      const found: string[] = [];
      const index = async (chunk: NormalizedChunk) => {
        for (const [, id] of Buffer.from(chunk.body)
          .toString()
          .matchAll(/"_id":"([^"]+)"/g))
          found.push(id!);
        return everythingIndexed(chunk);
      };
      await loadObject(objectOf(Buffer.from('same 1\n'.repeat(30))), depsWith({ index }));
      return found.sort();
    };
    const first = await ids();
    expect(new Set(first).size).toBe(30);
    expect(await ids()).toEqual(first);
  });
});
