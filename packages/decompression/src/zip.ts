import type { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import {
  type Entry,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';
import { bunzip2 } from './bzip2.ts';
import { ObjectReadError, type ObjectReadErrorCode } from './errors.ts';
import { BlockReader, type RandomAccess } from './random-access.ts';
import { inflate, type OpenInput } from './zlib-stream.ts';

export interface ZipMember {
  name: string;
  /** Uncompressed bytes; a fault in one member says nothing about the others. */
  open: OpenInput;
}

/** All files in a zip file, in the order of its directory. */
export async function* zipMembers(file: RandomAccess, maxMembers: number): AsyncGenerator<ZipMember> {
  const blocks = new BlockReader(file);
  const zip = await withZipErrors(blocks, () =>
    fromRandomAccessReaderPromise(new YauzlReader(blocks), file.sizeBytes, {
      autoClose: false,
      // Names are never used as paths, so any name will do.
      decodeStrings: false,
    }),
  );
  if (zip.entryCount > maxMembers) {
    throw fault('members', `The zip file has ${zip.entryCount} members; at most ${maxMembers} are allowed`);
  }
  const entries = zip.eachEntry();
  for (;;) {
    const next = await withZipErrors(blocks, () => entries.next());
    if (next.done) return;
    const name = memberName(next.value);
    if (isFile(name)) yield { name, open: () => readMember(blocks, zip, next.value) };
  }
}

/** macOS writes the resource forks of all files into a folder of their own. */
function isFile(name: string): boolean {
  return !name.endsWith('/') && !name.startsWith('__MACOSX/');
}

function memberName(entry: Entry): string {
  const rawName = entry.fileNameRaw;
  return getFileNameLowLevel(entry.generalPurposeBitFlag, rawName, entry.extraFields, false);
}

async function* readMember(blocks: BlockReader, zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw fault('unsupported', 'Is encrypted');
  const { fileDataStart } = await withZipErrors(blocks, () => zip.readLocalFileHeaderPromise(entry, { minimal: true }));
  const end = fileDataStart + entry.compressedSize;
  if (end > blocks.sizeBytes) throw fault('truncated', 'Goes beyond the end of the zip file');
  const stored: OpenInput = () => blocks.stream(fileDataStart, end);
  let position = 0;
  let checksum = 0;
  for await (const piece of decompressed(entry.compressionMethod, stored)) {
    position += piece.length;
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (position !== entry.uncompressedSize || checksum !== entry.crc32) {
    throw new ObjectReadError('corrupt', 'Has a wrong length or checksum', { format: 'zip', position });
  }
}

function decompressed(method: number, stored: OpenInput): AsyncIterable<Uint8Array> {
  if (method === 0) return stored();
  if (method === 8) return inflate('zip', stored);
  if (method === 12) return bunzip2(stored());
  if (method === 93) return inflate('zstd', stored);
  throw fault('unsupported', `Is compressed with method ${method}; known are 0, 8, 12 and 93`);
}

/** Errors of yauzl speak of the content; those of the source are passed on as they are. */
async function withZipErrors<T>(blocks: BlockReader, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (blocks.failure) throw blocks.failure.error;
    const reason = (error as Error).message;
    const code = /signature not found|truncated|EOF|behind the end/i.test(reason) ? 'truncated' : 'corrupt';
    throw fault(code, `The zip file's directory cannot be read: ${reason}`, error);
  }
}

function fault(code: ObjectReadErrorCode, message: string, cause?: unknown): ObjectReadError {
  return new ObjectReadError(code, message, { format: 'zip', position: 0, cause });
}

class YauzlReader extends RandomAccessReader {
  readonly #blocks: BlockReader;

  constructor(blocks: BlockReader) {
    super();
    this.#blocks = blocks;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#blocks.read(buffer.subarray(offset, offset + length), position).then(() => callback(null), callback);
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }
}
