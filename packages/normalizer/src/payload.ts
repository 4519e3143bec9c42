import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { frameBytes } from '@siem/framing';
import type { Format, RawRecord, RecordMeta } from '@siem/log-type';
import type { EnvelopeContent } from './envelope.ts';
import { ranges } from './record-text.ts';

/** What a stream carried: bytes that are framed as an object's would be. */
export class Payload {
  readonly base64: string;

  constructor(base64: string) {
    this.base64 = base64;
  }

  /**
   * Producers pack several records together, compressed or not.
   * @param maxBytes of what comes of it
   * @throws Error when it is broken or longer
   */
  open(maxBytes: number): Buffer {
    const bytes = Buffer.from(this.base64, 'base64');
    const opened = isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: Math.max(1, maxBytes) }) : bytes;
    if (opened.length > maxBytes) throw new Error(`the payload is longer than ${maxBytes} bytes`);
    return opened;
  }
}

/** A record of a payload, or what is none. */
interface PayloadFrame {
  text: string;
  isUtf8: boolean;
  isEnvelope: boolean;
  header: string | undefined;
  problem?: string;
}

export function* framesOf(bytes: Buffer, format: Format): Generator<PayloadFrame> {
  for (const framed of frameBytes(bytes, format)) {
    const isProblem = 'problem' in framed;
    const piece = isProblem ? framed.problem.bytes : framed.bytes;
    const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    if (isProblem) {
      yield { ...frameOf(buffer), isEnvelope: false, header: undefined, problem: framed.problem.message };
    } else {
      const isEnvelope = framed.envelope !== undefined;
      for (const [start, end] of ranges(framed, buffer))
        yield { ...frameOf(buffer.subarray(start, end)), isEnvelope, header: framed.header };
    }
  }
}

function frameOf(bytes: Buffer): { text: string; isUtf8: boolean } {
  return { text: bytes.toString('utf8'), isUtf8: isUtf8(bytes) };
}

/**
 * Records of a Kinesis or Firehose stream as its consumers get them: `{"Records":[{"kinesis":{"data":…}}]}` (Lambda),
 * `{"records":[{"data":…}]}` (Firehose to Lambda or an HTTP endpoint), one element of such a list, or the
 * `{"awslogs":{"data":…}}` of a CloudWatch Logs subscription.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 * @see https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
 */
export function openDataRecords(value: RawRecord): EnvelopeContent[] | undefined {
  const list: unknown = value['records'] ?? value['Records'];
  if (list === undefined) return openDataRecord(value);
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const opened: EnvelopeContent[] = [];
  for (const item of list) {
    const contents = typeof item === 'object' && item !== null ? openDataRecord(item) : undefined;
    if (contents === undefined) return undefined;
    opened.push(...contents);
  }
  return opened;
}

const memberNames = new Set(['recordId', 'data', 'approximateArrivalTimestamp', 'kinesisRecordMetadata']);

function openDataRecord(value: RawRecord): EnvelopeContent[] | undefined {
  const { kinesis, awslogs, data } = value;
  if (kinesis !== undefined) return withPayload(kinesis?.data, kinesis?.approximateArrivalTimestamp);
  if (awslogs !== undefined) return withPayload(awslogs?.data, undefined);
  if (typeof data !== 'string' || !Object.keys(value).every((name) => memberNames.has(name))) return undefined;
  return isText(data) ? withPayload(data, value['approximateArrivalTimestamp']) : undefined;
}

function withPayload(data: unknown, time: unknown): EnvelopeContent[] | undefined {
  if (typeof data !== 'string' || !isBase64(data)) return undefined;
  const meta: RecordMeta = typeof time === 'number' ? { envelopeTime: time } : {};
  return [{ content: new Payload(data), meta }];
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

/** Base64 of text or of gzip: records of other sources have a member `data` too. */
function isText(base64: string): boolean {
  const bytes = Buffer.from(base64, 'base64');
  return isGzip(bytes) || isUtf8(bytes);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
