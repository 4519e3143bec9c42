import { Buffer } from 'node:buffer';
import { type BodyPart, ObjectReadError } from '@siem/decompression';
import type { Format } from '@siem/log-type';
import { type FrameOptions, frameRecords, type RecordChunk, splitLines } from '../src/index.ts';

/** One record, and all that a thread is told about it. */
export interface SeenRecord {
  text: string;
  position: number;
  /** Its number in the part, or its line's. */
  number: number;
  header?: string;
  envelope?: string;
}

export interface SeenProblem {
  code: string;
  position: number;
  totalBytes: number;
  text: string;
}

export interface Seen {
  records: SeenRecord[];
  problems: SeenProblem[];
  chunks: RecordChunk[];
  error: ObjectReadError | undefined;
}

export interface Arrival extends Partial<FrameOptions> {
  /** Sizes of the pieces, over and over. Default: one piece. */
  pieces?: readonly number[];
  /** A read error follows the bytes. */
  isCut?: boolean;
}

export async function frameAll(content: Uint8Array | string, format: Format, arrival: Arrival = {}): Promise<Seen> {
  const { pieces, isCut = false, ...options } = arrival;
  const bytes = Buffer.from(content);
  const part: BodyPart = { kind: 'bytes', bytes: inPieces(bytes, pieces ?? [bytes.length + 1], isCut) };
  const seen: Seen = { records: [], problems: [], chunks: [], error: undefined };
  try {
    for await (const item of frameRecords(part, format, options)) {
      if ('problem' in item) {
        const { code, position, totalBytes, bytes } = item.problem;
        seen.problems.push({ code, position, totalBytes, text: Buffer.from(bytes).toString() });
      } else {
        seen.chunks.push(item);
        seen.records.push(...recordsOf(item));
      }
    }
  } catch (error) {
    if (!(error instanceof ObjectReadError)) throw error;
    seen.error = error;
  }
  seen.problems.sort((a, b) => a.position - b.position || a.totalBytes - b.totalBytes);
  return seen;
}

export async function recordTexts(
  content: Uint8Array | string,
  format: Format,
  arrival: Arrival = {},
): Promise<string[]> {
  return (await frameAll(content, format, arrival)).records.map(({ text }) => text);
}

function recordsOf(chunk: RecordChunk): SeenRecord[] {
  const bytes = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.length);
  const ranges = chunk.ranges ?? splitLines(chunk.bytes);
  const records: SeenRecord[] = [];
  let line = 0;
  let counted = 0;
  for (let index = 0; index < ranges.length; index += 2) {
    const start = ranges[index] as number;
    const end = ranges[index + 1] as number;
    for (; counted < start; counted++) if (bytes[counted] === 0x0a) line++;
    const record: SeenRecord = {
      text: bytes.toString('latin1', start, end),
      position: chunk.position + start,
      number: chunk.firstRecord + (chunk.ranges ? index / 2 : line),
    };
    if (chunk.header !== undefined) record.header = chunk.header;
    if (chunk.envelope !== undefined) record.envelope = chunk.envelope;
    records.push(record);
  }
  return records;
}

async function* inPieces(bytes: Buffer, sizes: readonly number[], isCut: boolean): AsyncGenerator<Uint8Array> {
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
  if (isCut) throw new ObjectReadError('truncated', 'Cut for the test', { format: 'gzip', position: bytes.length });
}

export const formats = {
  lines: { kind: 'text', patterns: [] },
  json: { kind: 'json' },
  jsonRecords: { kind: 'json', records: 'Records' },
  jsonDeepRecords: { kind: 'json', records: 'a.b' },
  multiline: { kind: 'multiline', first: /^\d{4}-/, patterns: [] },
  headed: { kind: 'columns', delimiter: ' ', header: 'file', headerPattern: /(?:^|\s)(?:version|srcaddr)(?:\s|$)/ },
  fields: { kind: 'columns', delimiter: ' ', header: 'file', comment: '#' },
  csv: { kind: 'columns', delimiter: ',', header: 'file', headerPattern: /^name,/, dialect: 'csv', quotes: 'double' },
  csvFixed: { kind: 'columns', delimiter: ',', header: ['a', 'b'], dialect: 'csv', quotes: 'double' },
  events: { kind: 'winevtxml' },
} satisfies Record<string, Format>;
