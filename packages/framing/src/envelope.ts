import { Buffer } from 'node:buffer';
import type { ByteWindow } from './byte-window.ts';
import { exportTime, exportTimeLength } from './export-time.ts';
import { JsonValueScanner } from './json-value.ts';

/** So many first bytes of a part decide whether it is an envelope. */
export const envelopeHeadBytes = 64 * 1024;

/** How the envelopes of a part are cut, as JSON values. */
export interface EnvelopeFraming {
  mark: 'cloudwatch-logs' | 'json';
  /** Where the envelope is a list: the frames are its elements. */
  paths: readonly string[];
}

/**
 * Tells envelopes by the first value of a part.
 * @param format JSON is cut into its values anyway. Where every line is a record, so is an envelope that is a line, and
 * text may follow; it may also span lines or stand beside others in one. So may records themselves where they are
 * `lines-or-json`.
 */
export function envelopeFraming(
  head: Uint8Array,
  format: 'json' | 'lines' | 'lines-or-json' | 'other',
): EnvelopeFraming | undefined {
  if (isCloudWatchLogs(head)) return { mark: 'cloudwatch-logs', paths: [] };
  if (isRecordList(head)) return { mark: 'json', paths: ['records', 'Records'] };
  if (format === 'json') return undefined;
  if (format === 'lines-or-json' && isJsonOtherThanLines(head)) return { mark: 'json', paths: [] };
  if (!isOtherEnvelope(head)) return undefined;
  return format === 'other' || isOtherThanOneLine(head) ? { mark: 'json', paths: [] } : undefined;
}

export function beginsWithExportTime(head: Uint8Array): boolean {
  return exportTime.test(Buffer.from(head.subarray(0, exportTimeLength)).toString('latin1'));
}

/** JSON that CloudWatch Logs exported to S3: values behind the events' times. */
export function isJsonExport(head: Uint8Array): boolean {
  return head[exportTimeLength] === brace && beginsWithExportTime(head);
}

/** Kinesis or Firehose records: `{"Records":[{"kinesis":…}]}`, `{"records":[{"data":…}]}`. */
function isRecordList(head: Uint8Array): boolean {
  const members = membersOf(head);
  const list = members.get('records') ?? members.get('Records');
  if (list === undefined || list[0] !== bracket) return false;
  const first = membersOf(list.subarray(1));
  return first.has('kinesis') || (first.get('data')?.[0] === quote && !first.has('type'));
}

/** An EventBridge, SNS, FireLens or subscription event, or the `{"message":…}` that Firehose makes of a line. */
function isOtherEnvelope(head: Uint8Array): boolean {
  const members = membersOf(head);
  return (
    (members.has('detail-type') && members.has('detail')) ||
    (members.has('TopicArn') && members.has('Message')) ||
    (members.has('log') && members.size > 1) ||
    (members.size === 1 && members.get('message')?.[0] === quote) ||
    (members.has('data') && members.has('recordId')) ||
    members.has('kinesis') ||
    members.has('awslogs')
  );
}

/** The first value spans lines, or others follow in its line. */
function isOtherThanOneLine(head: Uint8Array): boolean {
  const window = windowOf(head);
  const start = skipTo(window);
  const scanner = new JsonValueScanner(maxScannedDepth);
  if (start === undefined || !scanner.begin(head[start] as number)) return false;
  const isWhole = scanner.scan(window) === 'ended';
  const end = isWhole ? window.scanned : head.length;
  const next = isWhole ? skipTo(window) : undefined;
  const lineEnd = head.indexOf(lineFeed, start);
  return lineEnd < 0 ? next !== undefined : lineEnd < end || (next !== undefined && next < lineEnd);
}

/**
 * Objects, or an array of them, that are pretty-printed or stand side by side as Firehose puts them. Text lines may begin
 * with a brace too, but then text follows what the brace ends.
 */
function isJsonOtherThanLines(head: Uint8Array): boolean {
  const window = windowOf(head);
  const start = skipTo(window);
  if (start === undefined || !(head[start] === bracket ? isListOfObjects(head, start) : isOtherThanOneLine(head)))
    return false;
  const scanner = new JsonValueScanner(maxScannedDepth);
  if (!scanner.begin(head[start] as number)) return false;
  const result = scanner.scan(window);
  if (result !== 'ended') return result === 'more';
  const next = skipTo(window);
  return next === undefined || head[next] === brace || head[next] === bracket || head[next] === comma;
}

function isListOfObjects(head: Uint8Array, start: number): boolean {
  const window = windowOf(head.subarray(start + 1));
  const first = skipTo(window);
  return first !== undefined && window.bytes[first] === brace;
}

const lineFeed = 0x0a;
const quote = 0x22;
const comma = 0x2c;
const bracket = 0x5b;
const brace = 0x7b;
const maxScannedDepth = 64;

/**
 * CloudWatch Logs subscription data: JSON values with `messageType`, `logGroup`, `logEvents` ..., in any order. Told by
 * the first one, which may be cut off: `logEvents` may come first and be long.
 */
function isCloudWatchLogs(head: Uint8Array): boolean {
  const members = membersOf(head);
  const messageType = members.get('messageType');
  if (messageType !== undefined) return /^"(?:DATA|CONTROL)_MESSAGE"/.test(messageType.toString('latin1', 0, 20));
  const events = members.get('logEvents');
  if (events === undefined || events[0] !== bracket) return false;
  const first = membersOf(events.subarray(1));
  return first.has('id') && first.has('timestamp') && first.has('message');
}

/** Members of the object that the bytes begin with, as far as they go, with the bytes from each value on. */
function membersOf(bytes: Uint8Array): Map<string, Buffer> {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const window = windowOf(bytes);
  const scanner = new JsonValueScanner(maxScannedDepth);
  const members = new Map<string, Buffer>();
  const takeValue = (): Buffer | undefined => {
    const start = skipTo(window);
    if (start === undefined || !scanner.begin(bytes[start] as number)) return undefined;
    return scanner.scan(window) === 'ended' ? head.subarray(start, window.scanned) : undefined;
  };
  if (skipTo(window) === undefined || bytes[window.scanned++] !== brace) return members;
  for (;;) {
    const key = takeValue();
    const colon = skipTo(window);
    if (key === undefined || colon === undefined || bytes[colon] !== 0x3a) return members;
    window.scanned = colon + 1;
    const start = skipTo(window);
    if (start === undefined) return members;
    members.set(key.toString('utf8', 1, key.length - 1), head.subarray(start));
    const isWhole = takeValue() !== undefined;
    const next = skipTo(window);
    if (!isWhole || next === undefined || bytes[next] !== comma) return members;
    window.scanned = next + 1;
  }
}

function windowOf(bytes: Uint8Array): ByteWindow {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, length: bytes.length, scanned: 0 };
}

/** Offset of the next byte that is no white space. */
function skipTo(window: ByteWindow): number | undefined {
  while (window.scanned < window.length && (window.bytes[window.scanned] as number) <= 0x20) window.scanned++;
  return window.scanned < window.length ? window.scanned : undefined;
}
