/** Records of one part, cut so that a thread can work on them. */
export interface RecordChunk {
  /** Own ArrayBuffer, about chunkBytes (default 1 MiB) long, transferable to a thread. */
  bytes: Uint8Array;
  /**
   * [start0, end0, start1, end1, ...] byte offsets of records in bytes. Absent: every line of bytes that is not blank
   * is a record, and the thread splits lines (cheapest), as `splitLines` does.
   */
  ranges?: Uint32Array;
  /** Number of the chunk's first record in the part, for ranges; for line chunks: number of the first line. */
  firstRecord: number;
  /** Byte position of bytes[0] in the uncompressed part. For Parquet: in the JSON text of all rows. */
  position: number;
  /** Header line for formats that have one (columns with header 'file'; W3C '#Fields:' lines), else undefined. */
  header?: string;
  /**
   * What wraps the records: 'cloudwatch-logs' (each range is one whole envelope JSON value), 'json' (each range is a JSON
   * value that is another envelope), or none.
   */
  envelope?: 'cloudwatch-logs' | 'json';
  /** Records are JSON objects made of Parquet rows, whatever the declared format is. */
  rows?: 'parquet';
  /** Of a group that records inherit: what the record before this chunk had. */
  inherited?: string;
  /** JSON: some number has more digits than a double holds (16+), so that it must be parsed exactly. */
  bigNumbers?: boolean;
}

/**
 * - `record_too_long`    longer than maxRecordBytes; the framer went on behind it
 * - `too_deep`           JSON nested deeper than maxDepth
 * - `broken`             not a record of this format; `bytes` is everything up to where records begin again
 * - `truncated`          the part ends inside a record, or inside what holds the records
 * - `no_first_line`      multiline text before the first line that begins a record
 * - `row_group_too_large`  Parquet rows that cannot be decoded in parts; positions are row numbers, `bytes` is empty
 */
export type FrameProblemCode =
  | 'record_too_long'
  | 'too_deep'
  | 'broken'
  | 'truncated'
  | 'no_first_line'
  | 'row_group_too_large';

/** Bytes of the part that are no record. They go to the dead letters. */
export interface FrameProblem {
  code: FrameProblemCode;
  message: string;
  /** Byte position in the uncompressed part. */
  position: number;
  /** The bytes, at most maxProblemBytes of them. Own ArrayBuffer. */
  bytes: Uint8Array;
  /** Length without that limit. */
  totalBytes: number;
}

export type Framed = RecordChunk | { problem: FrameProblem };

export interface FrameOptions {
  /**
   * A task of CloudWatch Logs exported the object, as its key says: records are events, behind their times.
   * @defaultvalue false
   */
  isExport: boolean;
  /**
   * Bytes of a chunk; a chunk with one longer record is longer.
   * @defaultvalue 1 MiB
   */
  chunkBytes: number;
  /**
   * A longer record is a problem and never held in memory as a whole.
   * @defaultvalue 16 MiB
   */
  maxRecordBytes: number;
  /**
   * Bytes kept of what is no record.
   * @defaultvalue 1 MiB
   */
  maxProblemBytes: number;
  /**
   * Milliseconds in which a part of a Parquet file must be decoded: broken ones may keep a decoder busy for ever.
   * @defaultvalue one minute
   */
  maxDecodeMs: number;
  /**
   * Nesting of a JSON record.
   * @defaultvalue 200
   */
  maxDepth: number;
}

const MiB = 1024 * 1024;

export const defaultFrameOptions: FrameOptions = {
  isExport: false,
  chunkBytes: MiB,
  maxRecordBytes: 16 * MiB,
  maxProblemBytes: MiB,
  maxDecodeMs: 60_000,
  maxDepth: 200,
};
