/** What the first bytes of a body say it is. */
export type Content = 'gzip' | 'bzip2' | 'zip' | 'zstd' | 'parquet' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'plain';

/** As many first bytes as `detect` looks at. */
export const detectBytes = 10;

const bzip2Block = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
const bzip2End = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90];

/** Names are never asked: a `.gz` may hold plain text (the SDK or a proxy inflated it) and the other way round. */
export function detect(head: Uint8Array): Content {
  if (startsWith(head, [0x1f, 0x8b])) return 'gzip';
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06])) return 'zip';
  if (startsWith(head, [0x28, 0xb5, 0x2f, 0xfd]) || isZstdSkippable(head)) return 'zstd';
  if (isBzip2(head)) return 'bzip2';
  if (startsWith(head, [0x50, 0x41, 0x52, 0x31])) return 'parquet';
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return 'utf-8-bom';
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be';
  return 'plain';
}

function startsWith(bytes: Uint8Array, magic: readonly number[], at = 0): boolean {
  return bytes.length >= at + magic.length && magic.every((byte, index) => bytes[at + index] === byte);
}

function isZstdSkippable(head: Uint8Array): boolean {
  return ((head[0] ?? 0) & 0xf0) === 0x50 && startsWith(head, [0x2a, 0x4d, 0x18], 1);
}

/** `BZh9` alone could be text, so the first block's mark is part of it. */
function isBzip2(head: Uint8Array): boolean {
  const level = head[3] ?? 0;
  if (!startsWith(head, [0x42, 0x5a, 0x68]) || level < 0x31 || level > 0x39) return false;
  return startsWith(head, bzip2Block, 4) || startsWith(head, bzip2End, 4);
}
