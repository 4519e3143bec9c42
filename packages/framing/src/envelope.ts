import { Buffer } from 'node:buffer';
import type { ByteWindow } from './byte-window.ts';
import { JsonValueScanner } from './json-value.ts';

/** So many first bytes of a part decide whether it is CloudWatch Logs subscription data. */
export const envelopeHeadBytes = 64 * 1024;

const bracket = 0x5b;
const brace = 0x7b;
const maxScannedDepth = 64;

/**
 * CloudWatch Logs subscription data: JSON values with `messageType`, `logGroup`, `logEvents` ..., in any order. Told by
 * the first one, which may be cut off: `logEvents` may come first and be long.
 */
export function isCloudWatchLogs(head: Uint8Array): boolean {
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
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const window: ByteWindow = { bytes, view, length: bytes.length, scanned: 0 };
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
    const comma = skipTo(window);
    if (!isWhole || comma === undefined || bytes[comma] !== 0x2c) return members;
    window.scanned = comma + 1;
  }
}

/** Offset of the next byte that is no white space. */
function skipTo(window: ByteWindow): number | undefined {
  while (window.scanned < window.length && (window.bytes[window.scanned] as number) <= 0x20) window.scanned++;
  return window.scanned < window.length ? window.scanned : undefined;
}
