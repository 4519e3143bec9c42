import type { DeriveContext } from './definition.ts';

/** What a compiled function needs besides the record: the same for all records of a chunk. */
export interface ChunkEnvironment extends DeriveContext {
  /** `,"@log_s3bucket":"…","@log_s3key":"…"`: JSON members, led by a comma. */
  originJson: string;
  /** Ingest time, canonical text. */
  ingested: string;
  ingestedJson: string;
  /** Account and region as the key has them, as JSON strings; `"unknown"` where it has none. */
  accountJson: string;
  regionJson: string;
  /** When the object was stored: the same at every delivery, whatever the clock here says. Canonical text. */
  arrived: string;
  /** Documents with a later time (canonical text in UTC) get the arrival time and a tag. */
  latest: string;
  /** When the object was stored, epoch milliseconds. */
  objectMs: number;
  /** Time found in the S3 key, canonical text. */
  keyTime: string | undefined;
  enrich: Enrichment;
  /** JSON strings, comma separated, that the caller adds to the next document's `tags`; empty: none. */
  tags: string;

  /** Record (and id of its envelope) of which the MD5 is known already, and that as a JSON string. */
  digested: string | undefined;
  digestedEnvelope: string | undefined;
  digestJson: string;

  /** Set by the compiled function for the document it has just rendered. */
  timestamp: string;
  /** Time that names the index; nearly always `timestamp`. */
  indexTime: string;
  index: string;
  /** JSON text of `@id`; `_id` adds the suffix, if any. */
  idJson: string;
  idSuffix: string;
  /** The id is a hash of the content, so that equal records of an object have to be told apart. */
  idFromContent: boolean;
}

export interface Enrichment {
  /** Null: no IP address. */
  ip(text: string): IpInfo | null;
  /** JSON text of the whole `user_agent` object. */
  userAgent(original: string): string;
  /** Client behind trusted proxies. @param forwardedFor text or list of the X-Forwarded-For header */
  clientBehindProxies(peer: unknown, forwardedFor: unknown): unknown;
  /** JSON members led by a comma, or empty. Undefined: no threat lists are loaded. */
  threat: ((ips: readonly FieldValue[], domains: readonly FieldValue[]) => string) | undefined;
}

export type FieldValue = readonly [field: string, value: unknown];

export interface IpInfo {
  /** JSON text of the address. */
  json: string;
  /** `"192.0.2.1","ip":"192.0.2.1"`: behind the key `address`, where that has the same text. */
  addressJson: string;
  /** `,"geo":{…},"as":{…}`: what is known, each member led by a comma; may be empty. */
  geo: string;
}
