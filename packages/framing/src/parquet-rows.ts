import { Buffer } from 'node:buffer';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { RandomAccess } from '@siem/decompression';
import { parquetMetadataAsync, parquetScan, parquetSchema } from 'hyparquet';
import type { AsyncBuffer, Compressors, DecodedArray, FileMetaData, RowGroup } from 'hyparquet/src/types.js';
import { compressors } from 'hyparquet-compressors';
import { type JsonWriter, jsonTextParsers, jsonWriter, type NumberWatch, prepareSchema } from './parquet-json.ts';
import { RecordBuffer } from './record-buffer.ts';
import type { Framed, FrameOptions } from './types.ts';

const MiB = 1024 * 1024;
/** Bytes of column data, uncompressed, that are decoded at the same time. */
const maxDecodedBytes = 128 * MiB;
/** Values, however few bytes they are coded in. */
const maxDecodedValues = 32 * MiB;
const maxFooterBytes = 64 * MiB;

/** Node's own are native; they also stop at the length the page states. */
const pageCompressors: Compressors = {
  ...compressors,
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (input, length) => zstdDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  ...(compressors.LZ4 && { LZ4: notEmpty(compressors.LZ4) }),
  ...(compressors.LZ4_RAW && { LZ4_RAW: notEmpty(compressors.LZ4_RAW) }),
};

type Decompress = NonNullable<Compressors['LZ4']>;

/** A page of nothing but nulls has no bytes, and LZ4 codes those in one byte that the library takes for a broken page. */
function notEmpty(decompress: Decompress): Decompress {
  return (input, length) => (length === 0 ? new Uint8Array(0) : decompress(input, length));
}

/** Rows as JSON objects, one row group at a time; a large one in parts where the file's index allows it. */
export async function* parquetRows(file: RandomAccess, options: FrameOptions): AsyncGenerator<Framed> {
  const buffer = asyncBuffer(file);
  await checkFooter(file);
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
  const rows = new RowWriter(metadata, options);
  for (const group of metadata.row_groups) {
    for await (const columns of readGroup(buffer, metadata, group, rows)) yield* rows.write(columns);
  }
  yield* rows.finish();
}

interface Columns {
  count: number;
  values: DecodedArray[];
}

async function* readGroup(
  file: AsyncBuffer,
  metadata: FileMetaData,
  group: RowGroup,
  rows: RowWriter,
): AsyncGenerator<Columns> {
  const count = Number(group.num_rows);
  const start = rows.rowNumber;
  const batch = batchRows(group);
  if (batch < count && !hasPageIndex(group)) {
    rows.skipGroup(count, group);
    return;
  }
  for (let done = 0; done < count; done += batch) {
    const rowStart = start + done;
    const rowEnd = start + Math.min(count, done + batch);
    // A new scan each time: it keeps the columns it has read.
    const scan = await parquetScan({
      file,
      metadata,
      rowStart,
      rowEnd,
      compressors: pageCompressors,
      parsers: jsonTextParsers,
      utf8: false,
    });
    const values: DecodedArray[] = [];
    for (const column of rows.columns) values.push(await scan.readColumn({ column, rowStart, rowEnd }));
    yield { count: rowEnd - rowStart, values };
  }
}

function batchRows(group: RowGroup): number {
  const rows = Number(group.num_rows);
  const stated = group.columns.reduce((sum, column) => sum + Number(column.meta_data?.total_uncompressed_size ?? 0), 0);
  const values = group.columns.reduce((sum, column) => sum + Number(column.meta_data?.num_values ?? 0), 0);
  const parts = Math.max(1, stated / maxDecodedBytes, values / maxDecodedValues);
  return Math.max(1, Math.floor(rows / parts));
}

function hasPageIndex(group: RowGroup): boolean {
  return group.columns.every((column) => column.offset_index_offset !== undefined);
}

/** Turns columns into rows of JSON text. */
class RowWriter {
  readonly columns: readonly string[];
  /** Of the next row, in the file. */
  rowNumber = 0;
  readonly #writers: readonly [string, JsonWriter][];
  readonly #watch: NumberWatch = { hasBigNumbers: false };
  readonly #buffer: RecordBuffer;

  constructor(metadata: FileMetaData, options: FrameOptions) {
    this.#buffer = new RecordBuffer(options);
    this.#buffer.marks = { rows: 'parquet' };
    const decimals = prepareSchema(metadata.schema);
    const { children } = parquetSchema(metadata);
    this.columns = children.map((child) => child.element.name);
    this.#writers = children.map((child) => [
      `${JSON.stringify(child.element.name)}:`,
      jsonWriter(child, decimals, this.#watch),
    ]);
  }

  *write({ count, values }: Columns): Generator<Framed> {
    for (let row = 0; row < count; row++) {
      let text = '';
      this.#watch.hasBigNumbers = false;
      this.#writers.forEach(([prefix, write], column) => {
        const value = write(values[column]?.[row]);
        if (value !== undefined) text += (text === '' ? '' : ',') + prefix + value;
      });
      this.#add(Buffer.from(`{${text}}`));
      if (this.#buffer.out.length > 0) yield* this.#drain();
    }
  }

  skipGroup(count: number, group: RowGroup): void {
    const bytes = Number(group.total_byte_size);
    this.#buffer.out.push({
      problem: {
        code: 'row_group_too_large',
        message: `Row group of ${count} rows at row ${this.rowNumber} has ${bytes} bytes and no page index; at most ${maxDecodedBytes} bytes and ${maxDecodedValues} values are decoded at a time`,
        position: this.rowNumber,
        bytes: new Uint8Array(0),
        totalBytes: bytes,
      },
    });
    this.rowNumber += count;
  }

  *finish(): Generator<Framed> {
    this.#buffer.emit();
    yield* this.#drain();
  }

  #add(record: Buffer): void {
    const buffer = this.#buffer;
    buffer.begin(buffer.length);
    for (let at = 0; at < record.length; ) {
      at += buffer.fill(record, at);
      buffer.scanned = buffer.length;
      if (buffer.isFull && at < record.length) buffer.roll();
    }
    buffer.end(buffer.length, this.#watch.hasBigNumbers);
    this.rowNumber++;
    if (buffer.isFull) buffer.roll();
  }

  *#drain(): Generator<Framed> {
    yield* this.#buffer.out;
    this.#buffer.out = [];
  }
}

async function checkFooter(file: RandomAccess): Promise<void> {
  const tail = Buffer.from(await file.range(Math.max(0, file.sizeBytes - 8), file.sizeBytes));
  const bytes = tail.length < 8 ? 0 : tail.readUInt32LE(0);
  if (bytes > maxFooterBytes) throw new Error(`the footer has ${bytes} bytes, at most ${maxFooterBytes} are read`);
}

function asyncBuffer(file: RandomAccess): AsyncBuffer {
  return {
    byteLength: file.sizeBytes,
    async slice(start, end = file.sizeBytes) {
      const bytes = await file.range(start, Math.min(end, file.sizeBytes));
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };
}
