import type { Transform } from 'node:stream';
import { constants, createGunzip, createInflateRaw, createZstdDecompress } from 'node:zlib';
import { type BodyFormat, ObjectReadError, type ObjectReadErrorCode } from './errors.ts';
import { PieceReader } from './piece-reader.ts';

/** Gives the compressed bytes, from the start, each time it is called. */
export type OpenInput = () => AsyncIterable<Uint8Array>;

/** Uncompressed bytes of one round trip to libuv's pool. Smaller ones cost the main thread visibly. */
const outputBytes = 512 * 1024;
/** Compressed bytes of one round trip. TLS gives 16 KiB pieces. */
const inputBytes = 64 * 1024;
/** Frames that need a larger window are refused: 2^27 bytes, what the zstd tool allows too. */
const zstdWindowLog = 27;

type Inflater = Transform & { readonly bytesWritten: number };

/**
 * A high-water mark of 1 lets a stream accept the next input only when its output has been taken. So memory stays at one
 * output piece whatever the ratio is, and no error overtakes output.
 */
const common = { chunkSize: outputBytes, readableHighWaterMark: 1 };
const inflaters = {
  gzip: () => createGunzip(common),
  zip: () => createInflateRaw(common),
  zstd: () => createZstdDecompress({ ...common, params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLog } }),
} satisfies Partial<Record<BodyFormat, () => Transform>>;

type ZlibFormat = keyof typeof inflaters;

/**
 * Inflates one or more gzip members (as Firehose writes them, zero padding between and after them), one or more zstd
 * frames, or the one deflated stream of a zip member.
 *
 * zlib drops what it inflated in the round trip that meets a fault. So after a fault the input is read once more, the
 * last piece byte by byte, and everything before the faulty byte is given out.
 */
export async function* inflate(format: ZlibFormat, open: OpenInput): AsyncGenerator<Uint8Array> {
  const attempt = new Attempt(format, new PieceReader(open(), inputBytes));
  try {
    yield* attempt.run();
    return;
  } catch (error) {
    if (!(error instanceof ObjectReadError) || error.code !== 'corrupt') throw error;
  }
  let skip = attempt.position;
  const fine = cutFinely(open(), attempt.faultlessInputBytes, attempt.input.consumedBytes);
  for await (const piece of new Attempt(format, new PieceReader(fine, 0)).run()) {
    if (piece.length > skip) yield piece.subarray(skip);
    skip = Math.max(0, skip - piece.length);
  }
}

class Attempt {
  readonly input: PieceReader;
  /** Uncompressed bytes given out. */
  position = 0;
  /** Compressed bytes up to which no fault was found. */
  faultlessInputBytes = 0;
  readonly #format: ZlibFormat;

  constructor(format: ZlibFormat, input: PieceReader) {
    this.#format = format;
    this.input = input;
  }

  async *run(): AsyncGenerator<Uint8Array> {
    try {
      do {
        yield* this.#inflateMember();
      } while (this.#format !== 'zip' && (await this.#hasNextMember()));
    } finally {
      await this.input.close();
    }
  }

  /** Reads until the compressed data says that it ends; what follows is put back. */
  async *#inflateMember(): AsyncGenerator<Uint8Array> {
    const inflater: Inflater = inflaters[this.#format]();
    const startBytes = this.input.consumedBytes;
    const feeder = this.#feed(inflater);
    try {
      for await (const piece of inflater as AsyncIterable<Uint8Array>) {
        this.position += piece.length;
        yield piece;
      }
    } catch (error) {
      const { failure } = await feeder;
      throw failure ? failure.error : this.#asReadError(error);
    } finally {
      inflater.destroy();
    }
    const { lastPiece } = await feeder;
    const leftBytes = this.input.consumedBytes - startBytes - inflater.bytesWritten;
    if (lastPiece) this.input.putBack(lastPiece.subarray(lastPiece.length - leftBytes));
  }

  async #feed(inflater: Inflater): Promise<{ lastPiece?: Uint8Array; failure?: { error: unknown } }> {
    let isClosed = false;
    const closed = new Promise<void>((resolve) => {
      inflater.once('close', () => {
        isClosed = true;
        resolve();
      });
    });
    let lastPiece: Uint8Array | undefined;
    try {
      for (;;) {
        const piece = await this.input.next();
        if (piece === undefined) break;
        lastPiece = piece;
        this.faultlessInputBytes = this.input.consumedBytes - piece.length;
        const written = new Promise((resolve) => inflater.write(piece, resolve));
        this.input.readAhead();
        await Promise.race([written, closed]);
        if (isClosed) break;
      }
      inflater.end();
      return lastPiece ? { lastPiece } : {};
    } catch (error) {
      inflater.destroy(error as Error);
      return { failure: { error } };
    }
  }

  /** Skips zeros. */
  async #hasNextMember(): Promise<boolean> {
    for (;;) {
      const piece = await this.input.next();
      if (piece === undefined) return false;
      const start = piece.findIndex((byte) => byte !== 0);
      if (start < 0) continue;
      this.input.putBack(piece.subarray(start));
      if (isFirstByte(this.#format, piece[start] as number)) return true;
      const message = `Bytes that are not ${this.#format} follow after ${this.position} uncompressed bytes`;
      throw new ObjectReadError('corrupt', message, { format: this.#format, position: this.position });
    }
  }

  #asReadError(error: unknown): unknown {
    const reason = (error as { code?: string }).code ?? '';
    const code = codes[reason] ?? (/^Z_|^ZSTD_/.test(reason) ? 'corrupt' : undefined);
    if (code === undefined) return error;
    const what = code === 'truncated' ? 'stops in the middle' : `is not valid (${(error as Error).message})`;
    const message = `The ${this.#format} data ${what} after ${this.position} uncompressed bytes`;
    return new ObjectReadError(code, message, { format: this.#format, position: this.position, cause: error });
  }
}

const codes: Readonly<Record<string, ObjectReadErrorCode>> = {
  Z_BUF_ERROR: 'truncated',
  Z_NEED_DICT: 'unsupported',
  ZSTD_error_dictionary_wrong: 'unsupported',
  ZSTD_error_frameParameter_windowTooLarge: 'unsupported',
};

/** Of a gzip member, a zstd frame or a skippable zstd frame. */
function isFirstByte(format: ZlibFormat, byte: number): boolean {
  return format === 'gzip' ? byte === 0x1f : byte === 0x28 || (byte & 0xf0) === 0x50;
}

async function* cutFinely(source: AsyncIterable<Uint8Array>, from: number, to: number): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const piece of source) {
    let at = Math.max(0, Math.min(piece.length, from - position));
    if (at > 0) yield piece.subarray(0, at);
    for (; at < piece.length && position + at < to; at++) yield piece.subarray(at, at + 1);
    if (at < piece.length) yield piece.subarray(at);
    position += piece.length;
  }
}
