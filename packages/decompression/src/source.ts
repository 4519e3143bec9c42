import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** Where an object's stored bytes come from. May be read several times. */
export interface ObjectSource {
  readonly sizeBytes: number;
  /** When it was stored, epoch milliseconds; where that is known only from its bytes' source, after the first of them. */
  readonly storedMs?: number | undefined;
  /** Changes with the content; known after the first read. */
  readonly etag?: string | undefined;
  /** All bytes from the start, in pieces of any size. */
  stream(): AsyncIterable<Uint8Array>;
  /** Bytes from `start` up to, not including, `end`. */
  range(start: number, end: number): Promise<Uint8Array>;
}

const readSizeBytes = 256 * 1024;

/** A local file as an object. The file must not change while it is read. */
export async function fileSource(path: string): Promise<ObjectSource> {
  const { size } = await stat(path);
  return {
    sizeBytes: size,
    stream: () => createReadStream(path, { highWaterMark: readSizeBytes }),
    range: (start, end) => readRange(path, start, end),
  };
}

/** Bytes in memory as an object. */
export function memorySource(bytes: Uint8Array, pieceBytes = readSizeBytes): ObjectSource {
  return {
    sizeBytes: bytes.length,
    async *stream() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
    range: async (start, end) => bytes.subarray(start, end),
  };
}

async function readRange(path: string, start: number, end: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(end - start);
  const file = await open(path);
  try {
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) {
        throw new Error(`'${path}' has ${start + filled} bytes, bytes ${start} to ${end} were asked for`);
      }
      filled += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}
