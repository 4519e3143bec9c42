import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BodyFormat, ObjectReadError } from './errors.ts';
import type { ReadLimits } from './limits.ts';
import { fileSource, type ObjectSource } from './source.ts';

/** A temporary file with the bytes of a stream, for formats that are not read from front to back. */
export interface Spooled {
  source: ObjectSource;
  remove(): Promise<void>;
}

export async function spool(
  bytes: AsyncIterable<Uint8Array>,
  format: BodyFormat,
  limits: ReadLimits,
): Promise<Spooled> {
  const folder = await mkdtemp(join(limits.spoolDir ?? tmpdir(), 'siem-spool-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'part');
    await write(path, bytes, format, limits.maxSpoolBytes);
    return { source: await fileSource(path), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function write(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  format: BodyFormat,
  maxBytes: number,
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    let position = 0;
    for await (const piece of bytes) {
      position += piece.length;
      if (position > maxBytes) {
        const message = `The ${format} file inside compressed data has more than ${maxBytes} bytes, the most that is spooled`;
        throw new ObjectReadError('spool', message, { format, position: 0 });
      }
      // Not `write`: on a disk that is nearly full it writes a part and says so only in its result.
      await file.appendFile(piece);
    }
  } finally {
    await file.close();
  }
}
