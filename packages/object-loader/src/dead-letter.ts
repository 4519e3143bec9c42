import { isUtf8 } from 'node:buffer';

/** What could not become a document, as it is stored: one JSON line in gzip NDJSON. */
export interface DeadLetter {
  reason: string;
  code: string;
  bucket: string;
  key: string;
  versionId?: string;
  /** Where in the object: record number, or byte position in the uncompressed part. */
  position: { part?: string; record?: number; byte?: number };
  parser_version: string;
  log_type: string;
  /** The record; base64 where it is not UTF-8. */
  raw: string;
  raw_encoding: 'utf8' | 'base64';
  /** Length before it was cut to the limit, where it was. */
  raw_total_bytes?: number;
  /** ISO 8601. */
  first_seen: string;
}

export function encodeRaw(bytes: Uint8Array): Pick<DeadLetter, 'raw' | 'raw_encoding'> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return isUtf8(buffer)
    ? { raw: buffer.toString('utf8'), raw_encoding: 'utf8' }
    : { raw: buffer.toString('base64'), raw_encoding: 'base64' };
}
