import { Buffer } from 'node:buffer';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import Bzip2 from 'bzip2-wasm';
import { ZipFile } from 'yazl';
import {
  type BodyPart,
  memorySource,
  ObjectReadError,
  type ObjectSource,
  openBody,
  type ReadLimits,
} from '../src/index.ts';

export interface ReadPart {
  name: string | undefined;
  kind: BodyPart['kind'];
  bytes: Buffer;
  error: ObjectReadError | undefined;
}

/** Everything that can be read, and where it ended. Anything but an ObjectReadError fails the test. */
export async function readAll(source: ObjectSource, limits: Partial<ReadLimits> = {}): Promise<ReadPart[]> {
  const parts: ReadPart[] = [];
  for await (const part of openBody(source, limits)) {
    const pieces: Uint8Array[] = [];
    let error: ObjectReadError | undefined;
    try {
      for await (const piece of part.bytes) pieces.push(Buffer.from(piece));
    } catch (thrown) {
      if (!(thrown instanceof ObjectReadError)) throw thrown;
      error = thrown;
    }
    parts.push({ name: part.name, kind: part.kind, bytes: Buffer.concat(pieces), error });
  }
  return parts;
}

export async function readOne(bytes: Uint8Array, limits: Partial<ReadLimits> = {}): Promise<ReadPart> {
  const parts = await readAll(memorySource(bytes), limits);
  if (parts.length !== 1) throw new Error(`${parts.length} parts; the test expects one`);
  return parts[0] as ReadPart;
}

/** Pieces of the given sizes, over and over. */
export function piecedSource(bytes: Uint8Array, sizes: readonly number[]): ObjectSource {
  return {
    ...memorySource(bytes),
    async *stream() {
      for (let at = 0, index = 0; at < bytes.length; index++) {
        const size = sizes[index % sizes.length] ?? 1;
        yield bytes.subarray(at, at + size);
        at += size;
      }
    },
  };
}

const bzip2 = new Bzip2();
await bzip2.init();

export function bzip2Of(bytes: Uint8Array, blockSize = 9): Buffer {
  // The compressor reports an empty result for empty input.
  if (bytes.length === 0) return Buffer.from('425a683917724538509000000000', 'hex');
  return Buffer.from(bzip2.compress(bytes, blockSize));
}

export interface Member {
  name: string;
  bytes: Uint8Array;
  /** Stored without compression. */
  stored?: boolean;
  /** Lengths stand behind the data, as writers that stream do it. */
  streamed?: boolean;
}

export async function zipOf(members: readonly Member[]): Promise<Buffer> {
  const { Readable } = await import('node:stream');
  const zip = new ZipFile();
  for (const { name, bytes, stored, streamed } of members) {
    const options = { compress: stored !== true };
    if (streamed) zip.addReadStream(Readable.from([Buffer.from(bytes)]), name, options);
    else zip.addBuffer(Buffer.from(bytes), name, options);
  }
  zip.end();
  const pieces: Uint8Array[] = [];
  for await (const piece of zip.outputStream as AsyncIterable<Uint8Array>) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Compressors by name, for tests that hold for every kind. */
export const compressors: Readonly<Record<string, (bytes: Uint8Array) => Promise<Buffer>>> = {
  none: async (bytes) => Buffer.from(bytes),
  gzip: async (bytes) => gzipSync(bytes),
  'several gzip members': async (bytes) => {
    const third = Math.ceil(bytes.length / 3);
    return Buffer.concat([0, 1, 2].map((index) => gzipSync(bytes.subarray(index * third, (index + 1) * third))));
  },
  zstd: async (bytes) => zstdCompressSync(bytes),
  'several zstd frames': async (bytes) => {
    const half = bytes.length >>> 1;
    return Buffer.concat([zstdCompressSync(bytes.subarray(0, half)), zstdCompressSync(bytes.subarray(half))]);
  },
  bzip2: async (bytes) => bzip2Of(bytes, 1),
  'several bzip2 streams': async (bytes) => {
    const half = bytes.length >>> 1;
    return Buffer.concat([bzip2Of(bytes.subarray(0, half), 1), bzip2Of(bytes.subarray(half), 9)]);
  },
  zip: (bytes) => zipOf([{ name: 'a.log', bytes }]),
  'zip, stored': (bytes) => zipOf([{ name: 'a.log', bytes, stored: true }]),
  'zip, streamed': (bytes) => zipOf([{ name: 'a.log', bytes, streamed: true }]),
  'gzip in gzip': async (bytes) => gzipSync(gzipSync(bytes)),
  'gzip in zip': (bytes) => zipOf([{ name: 'a.log.gz', bytes: gzipSync(bytes) }]),
  'zip in gzip': async (bytes) => gzipSync(await zipOf([{ name: 'a.log', bytes }])),
  'bzip2 in zstd': async (bytes) => zstdCompressSync(bzip2Of(bytes)),
};

/** Made-up text that compresses like logs do. */
export function sampleLog(lines: number): Buffer {
  const line = (index: number) =>
    `2024-03-01T10:00:${index % 60} host-${index % 7} request ${index * 7919} from 192.0.2.${index % 256}\n`;
  return Buffer.from(Array.from({ length: lines }, (_, index) => line(index)).join(''));
}
