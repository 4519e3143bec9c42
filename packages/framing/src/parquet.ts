import { ObjectReadError, type RandomAccess } from '@siem/decompression';
import { HelperThreadFailure, HelperThreads, HelperThreadTimeout } from '@siem/decompression/helper-threads';
import type { ParquetQuestion, ParquetReply, ParquetRequest } from './parquet-thread.ts';
import type { Framed, FrameOptions } from './types.ts';

/** Bounds a file that is made to decode into more than its sizes say. */
const maxHeapMb = 1024;

/** Decoding blocks for as long as a row group takes. */
const threads = new HelperThreads(new URL('./parquet-thread.ts', import.meta.url), {
  maxOldGenerationSizeMb: maxHeapMb,
});

/** Rows of a Parquet file as JSON objects, decoded in a thread of their own. */
export async function* frameParquet(file: RandomAccess, options: FrameOptions): AsyncGenerator<Framed> {
  const thread = threads.take();
  const answer = async (question: unknown) => {
    const { start, end } = question as ParquetQuestion;
    return await file.range(start, end);
  };
  let rows = 0;
  try {
    let request: ParquetRequest = { open: { sizeBytes: file.sizeBytes, options } };
    for (;;) {
      const reply = (await thread.request(request, [], answer, options.maxDecodeMs)) as ParquetReply;
      if (reply === undefined) return;
      if (!('problem' in reply)) rows += (reply.ranges?.length ?? 0) / 2;
      yield reply;
      request = 'next';
    }
  } catch (error) {
    throw asReadError(error, rows);
  } finally {
    threads.giveBack(thread);
  }
}

function asReadError(error: unknown, rows: number): unknown {
  const isOutOfMemory = (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY';
  const isFault = error instanceof HelperThreadFailure || error instanceof HelperThreadTimeout;
  if (!isOutOfMemory && !isFault) return error;
  const why = isOutOfMemory ? `needs more than ${maxHeapMb} MiB to decode` : (error as Error).message;
  const message = `The Parquet file cannot be read after row ${rows}: ${why}`;
  const code = isOutOfMemory ? 'bomb' : 'corrupt';
  return new ObjectReadError(code, message, { format: 'parquet', position: 0, cause: error });
}
