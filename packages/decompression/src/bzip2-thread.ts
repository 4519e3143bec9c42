import Bzip2 from '@foxglove/wasm-bz2';
import { serveRequests } from './helper-threads.ts';

const MiB = 1024 * 1024;
/** A block holds up to 900,000 bytes after run-length coding, and a run of 255 bytes is coded in five. */
const outputSizes = [MiB, 48 * MiB];

const decoder = await Bzip2.init();

/** Request: one block as a bzip2 file. Reply: its bytes, or undefined where it is no valid block. */
serveRequests(async (file) => {
  const value = decode(file as Uint8Array);
  return { value, transfer: value ? [value.buffer] : [] };
});

function decode(file: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  for (const size of outputSizes) {
    try {
      return new Uint8Array(decoder.decompress(file, size));
    } catch (error) {
      if (!String(error).includes('OUTBUFF_FULL')) return undefined;
    }
  }
  return undefined;
}
