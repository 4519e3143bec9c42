import { Buffer } from 'node:buffer';
import type { Transform } from 'node:stream';
import { createGunzip, createInflateRaw, createZstdDecompress } from 'node:zlib';
import { type BodyFormat, ObjectReadError, type ObjectReadErrorCode } from './errors.ts';
import { PieceReader } from './piece-reader.ts';

/** Uncompressed bytes of one round trip to libuv's pool; few enough that the last ones before a fault are not missed. */
const chunkSize = 64 * 1024;

type Inflater = Transform & { readonly bytesWritten: number };

/**
 * Gives at most one output piece ahead of the reader: with a high-water mark of 1 the stream accepts the next input only
 * when its output has been taken. So memory stays at one piece whatever the ratio is, and no error overtakes output.
 */
const inflaters = {
  gzip: () => createGunzip({ chunkSize, readableHighWaterMark: 1 } as object),
  zip: () => createInflateRaw({ chunkSize, readableHighWaterMark: 1 } as object),
  zstd: () => createZstdDecompress({ chunkSize, readableHighWaterMark: 1 } as object),
} satisfies Partial<Record<BodyFormat, () => Transform>>;

/** One or more gzip members, one after the other as Firehose writes them, zero padding between and after them. */
export async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new PieceReader(source);
  const progress = { position: 0 };
  try {
    do {
      yield* inflate(input, 'gzip', progress);
    } while (await findNextMember(input, progress.position));
  } finally {
    await input.close();
  }
}

/** One or more zstd frames. */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new PieceReader(source);
  try {
    yield* inflate(input, 'zstd', { position: 0 });
  } finally {
    await input.close();
  }
}

/** The deflated bytes of one zip member. */
export async function* inflateRaw(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new PieceReader(source);
  try {
    yield* inflate(input, 'zip', { position: 0 });
  } finally {
    await input.close();
  }
}

/** Reads until the compressed data says that it ends; what follows it is put back. */
async function* inflate(
  input: PieceReader,
  format: keyof typeof inflaters,
  progress: { position: number },
): AsyncGenerator<Uint8Array> {
  const inflater: Inflater = inflaters[format]();
  const feeder = feed(input, inflater);
  try {
    for await (const piece of inflater) {
      progress.position += piece.length;
      yield piece;
    }
  } catch (error) {
    inflater.destroy();
    const fed = await feeder;
    throw fed.failure ? fed.failure.error : asReadError(error, format, progress.position);
  } finally {
    inflater.destroy();
  }
  const { lastPiece, fedBytes } = await feeder;
  input.putBack(lastPiece.subarray(lastPiece.length - (fedBytes - inflater.bytesWritten)));
}

interface Fed {
  lastPiece: Uint8Array;
  fedBytes: number;
  failure?: { error: unknown };
}

async function feed(input: PieceReader, inflater: Inflater): Promise<Fed> {
  const fed: Fed = { lastPiece: Buffer.alloc(0), fedBytes: 0 };
  let closed = false;
  const whenClosed = new Promise<void>((resolve) => {
    inflater.once('close', () => {
      closed = true;
      resolve();
    });
  });
  try {
    while (!closed) {
      const piece = await input.next();
      if (piece === undefined) {
        inflater.end();
        break;
      }
      fed.lastPiece = piece;
      fed.fedBytes += piece.length;
      await Promise.race([new Promise((resolve) => inflater.write(piece, resolve)), whenClosed]);
    }
  } catch (error) {
    fed.failure = { error };
    inflater.destroy(error as Error);
  }
  return fed;
}

/** Skips zeros. True: another member follows. */
async function findNextMember(input: PieceReader, position: number): Promise<boolean> {
  for (;;) {
    const piece = await input.next();
    if (piece === undefined) return false;
    const start = piece.findIndex((byte) => byte !== 0);
    if (start < 0) continue;
    if (piece[start] !== 0x1f) {
      throw new ObjectReadError('corrupt', 'Bytes that are not gzip follow the last gzip member', {
        format: 'gzip',
        position,
      });
    }
    input.putBack(piece.subarray(start));
    return true;
  }
}

function asReadError(error: unknown, format: BodyFormat, position: number): unknown {
  const code = (error as { code?: string }).code ?? '';
  const meaning = meanings[code] ?? (code.startsWith('Z') ? 'corrupt' : undefined);
  if (meaning === undefined) return error;
  const what = meaning === 'truncated' ? 'stops in the middle' : (error as Error).message;
  return new ObjectReadError(meaning, `The ${format} data ${what} after ${position} uncompressed bytes`, {
    format,
    position,
    cause: error,
  });
}

const meanings: Readonly<Record<string, ObjectReadErrorCode>> = {
  Z_BUF_ERROR: 'truncated',
  Z_DATA_ERROR: 'corrupt',
  Z_NEED_DICT: 'unsupported',
};
