import { type BodyPart, type ObjectSource, openBody } from '@siem/decompression';
import { exportTime, frameBytes, frameRecords, type RecordChunk } from '@siem/framing';
import type { RawRecord } from '@siem/log-type';
import { maxEnvelopes, messageOf, openEnvelope, Payload } from '@siem/normalizer';

/** What a log type is recognised by: a record's text or its JSON object. */
export type SampleRecord = ({ text: string } | { json: RawRecord }) & {
  /** What a container's record stood in: some log types are known by that alone. */
  container?: RawRecord;
};

const sampleBytes = 256 * 1024;
const maxRecords = 50;
const maxPayloadBytes = 4 * 1024 * 1024;

/** An array of anything but numbers: many logs begin their lines with a date in brackets. */
const looksLikeJson = /^\s*(?:\{|\[\s*[{["\]])/;

const exportTimes = new RegExp(exportTime, 'gm');

/** The first records of an object, taken out of their envelopes. */
export interface Sample {
  /** Records that are JSON objects in the array at a path; without a path: that stand side by side. */
  jsonRecords(path: string | undefined): Promise<readonly SampleRecord[]>;
  /** Not JSON: lines, the first one perhaps a header. Empty for JSON and Parquet. */
  lines: readonly string[];
}

/** @throws ObjectReadError and errors of the source */
export async function takeSample(source: ObjectSource): Promise<Sample> {
  for await (const part of openBody(source)) {
    if (part.kind === 'parquet') {
      const rows = await readJson(part, undefined);
      return { jsonRecords: async () => rows, lines: [] };
    }
    const bytes = await firstBytes(part);
    const text = bytes.toString('utf8').replace(exportTimes, '');
    if (!looksLikeJson.test(text)) return { jsonRecords: async () => [], lines: firstLines(text) };
    return { jsonRecords: (path) => readJson(partOf(Buffer.from(text)), path), lines: [] };
  }
  return { jsonRecords: async () => [], lines: [] };
}

async function firstBytes(part: BodyPart): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of part.bytes) {
    pieces.push(Uint8Array.from(piece));
    length += piece.length;
    if (length >= sampleBytes) break;
  }
  return Buffer.concat(pieces).subarray(0, sampleBytes);
}

function partOf(bytes: Uint8Array): BodyPart {
  return {
    kind: 'bytes',
    bytes: (async function* () {
      yield bytes;
    })(),
  };
}

function firstLines(text: string): string[] {
  const lines = text.split(/\r?\n/, maxRecords * 4).filter((line) => line.trim() !== '');
  // XML events may be one long line, or many: what begins the text is a candidate of its own.
  return lines.slice(0, maxRecords);
}

/** The sample ends somewhere inside a record; what cannot be framed is left out. */
async function readJson(part: BodyPart, path: string | undefined): Promise<SampleRecord[]> {
  const format = path === undefined ? ({ kind: 'json' } as const) : ({ kind: 'json', records: path } as const);
  const records: SampleRecord[] = [];
  for await (const framed of frameRecords(part, format)) {
    if ('problem' in framed) continue;
    for (const text of textsOf(framed)) {
      collect(text, records, { depth: 0 });
      if (records.length >= maxRecords) return records;
    }
  }
  return records;
}

function* textsOf(chunk: RecordChunk): Generator<string> {
  const bytes = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.length);
  if (chunk.ranges === undefined) yield* bytes.toString('utf8').split('\n');
  else
    for (let i = 0; i < chunk.ranges.length; i += 2) yield bytes.toString('utf8', chunk.ranges[i], chunk.ranges[i + 1]);
}

interface Surroundings {
  depth: number;
  container?: RawRecord;
}

function collect(content: unknown, records: SampleRecord[], around: Surroundings): void {
  if (records.length >= maxRecords) return;
  if (content instanceof Payload) {
    for (const text of payloadTexts(content)) collect(text, records, around);
    return;
  }
  const value = typeof content === 'string' ? parsed(content) : content;
  const container = around.container === undefined ? {} : { container: around.container };
  if (Array.isArray(value)) for (const item of value) collect(item, records, around);
  else if (typeof value !== 'object' || value === null) {
    if (typeof content === 'string' && content.trim() !== '') records.push({ text: content, ...container });
  } else {
    const inner = around.depth < maxEnvelopes ? openEnvelope(value as RawRecord) : undefined;
    if (inner === undefined) records.push({ ...textOrJson(value as RawRecord), ...container });
    const within = { ...around, depth: around.depth + 1, ...('log' in value ? { container: value as RawRecord } : {}) };
    for (const item of inner ?? []) collect(item.content, records, within);
  }
}

/** No log type is known by a member `message` alone: the text under it may say more. */
function textOrJson(value: RawRecord): SampleRecord {
  const text = messageOf(value);
  return text === undefined ? { json: value } : { text };
}

/** JSON values or lines; what is broken or too long for a sample tells nothing. */
function payloadTexts(payload: Payload): string[] {
  try {
    const bytes = payload.open(maxPayloadBytes);
    const isJson = looksLikeJson.test(bytes.toString('utf8', 0, 64));
    const format = isJson ? ({ kind: 'json' } as const) : ({ kind: 'text', patterns: [] } as const);
    return frameBytes(bytes, format).flatMap((framed) => ('problem' in framed ? [] : [...textsOf(framed)]));
  } catch {
    return [];
  }
}

function parsed(text: string): unknown {
  if (!looksLikeJson.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
