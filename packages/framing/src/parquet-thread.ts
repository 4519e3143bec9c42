import type { RandomAccess } from '@siem/decompression';
import { serveRequests } from '@siem/decompression/helper-threads';
import { parquetRows } from './parquet-rows.ts';
import type { Framed, FrameOptions } from './types.ts';

/** Begins a file, or asks for the next item of the one begun last. */
export type ParquetRequest = { open: { sizeBytes: number; options: FrameOptions } } | 'next';
/** What only the main thread can read. The answer is the bytes. */
export type ParquetQuestion = { start: number; end: number };
/** Undefined: no more. */
export type ParquetReply = Framed | undefined;

let rows: AsyncGenerator<Framed> | undefined;

serveRequests(async (message, ask) => {
  const request = message as ParquetRequest;
  if (request !== 'next') {
    const file: RandomAccess = {
      sizeBytes: request.open.sizeBytes,
      range: async (start, end) => (await ask({ start, end } satisfies ParquetQuestion)) as Uint8Array,
    };
    rows = parquetRows(file, request.open.options);
  }
  const next = await rows?.next();
  const value: ParquetReply = next?.value;
  if (next?.done) rows = undefined;
  return { value, transfer: value === undefined ? [] : buffersOf(value) };
});

function buffersOf(item: Framed): ArrayBuffer[] {
  const views = 'problem' in item ? [item.problem.bytes] : [item.bytes, ...(item.ranges ? [item.ranges] : [])];
  return views.map((view) => view.buffer as ArrayBuffer);
}
