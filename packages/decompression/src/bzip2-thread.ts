import { type MessagePort, parentPort } from 'node:worker_threads';
import Bzip2 from '@foxglove/wasm-bz2';

/** One block as a bzip2 file. */
export interface Bzip2Request {
  id: number;
  file: Uint8Array;
}

/** Without bytes: not a valid block. */
export interface Bzip2Reply {
  id: number;
  bytes?: Uint8Array<ArrayBuffer>;
}

const MiB = 1024 * 1024;
/** A block holds up to 900,000 bytes after run-length coding, and a run of 255 bytes is coded in five. */
const outputSizes = [MiB, 48 * MiB];

const decoder = await Bzip2.init();
const port = parentPort as MessagePort;
port.on('message', ({ id, file }: Bzip2Request) => {
  const bytes = decode(file);
  const reply: Bzip2Reply = bytes ? { id, bytes } : { id };
  port.postMessage(reply, bytes ? [bytes.buffer] : []);
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
