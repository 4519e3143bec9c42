import type { CefFormat, RawRecord } from '@siem/log-type';
import { type RecordParser, setMember } from '../record-parser.ts';
import { trimmed } from '../record-text.ts';
import { parseWrapped, splitHeader, syslogHeaderBefore, unescapeValue } from './event-format.ts';
import { parseLeef } from './leef.ts';

const headerNames = [
  'cef_version',
  'cef_device_vendor',
  'cef_device_product',
  'cef_device_version',
  'cef_device_event_class_id',
  'cef_name',
  'cef_severity',
];
/** Senders exist that leave the severity out. */
const minHeaderFields = headerNames.length - 1;

/**
 * ArcSight Common Event Format: `CEF:0|vendor|product|version|class id|name|severity|key=value key=value`, with or
 * without a syslog header before it. Extension keys are fields; where `cs1Label` names `cs1`, the label is the field.
 */
export function cefParser({ labels = 'name', alsoLeef = false }: CefFormat): RecordParser {
  const parse = (text: string) => parseCef(text, labels) ?? (alsoLeef ? parseLeef(text) : undefined);
  return { names: undefined, parse: (text) => parseWrapped(text, parse) };
}

export function parseCef(text: string, labels: 'name' | 'keep' = 'name'): RawRecord | undefined {
  const start = text.indexOf('CEF:');
  if (start < 0) return undefined;
  const header = splitHeader(text, start + 4, headerNames.length);
  if (header.fields.length < minHeaderFields) return undefined;
  const record: RawRecord = {};
  const syslog = syslogHeaderBefore(text, start);
  if (syslog !== undefined) record['syslog'] = syslog;
  for (let i = 0; i < header.fields.length; i++) record[headerNames[i]!] = trimmed(header.fields[i]!);
  const extension = readExtension(text, header.end);
  if (labels === 'name') nameLabelled(record, extension);
  else for (const [key, value] of extension) setMember(record, key, value);
  return record;
}

/** Longest key that is looked for: bounds the way back from each `=`. */
const maxKeyLength = 128;
/** By code: 1 for characters of keys, `\w` and `.[]:/-`. */
const keyCharacters = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w.[\]:/-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/**
 * `key=value key=value`: a value goes on until the next key, so it may contain spaces and even `=`, which senders
 * forget to escape in URLs.
 */
export function readExtension(text: string, from: number): [string, string][] {
  const pairs: [string, string][] = [];
  let key: string | undefined;
  let valueStart = from;
  for (let at = text.indexOf('=', from); at >= 0; at = text.indexOf('=', at + 1)) {
    if (isEscaped(text, at, valueStart)) continue;
    const keyStart = startOfKey(text, at, valueStart);
    // A key begins the extension or follows a space.
    if (keyStart === at || (keyStart === valueStart && key !== undefined)) continue;
    if (key !== undefined) pairs.push([key, readValue(text, valueStart, keyStart)]);
    key = text.substring(keyStart, at);
    valueStart = at + 1;
  }
  if (key !== undefined) pairs.push([key, readValue(text, valueStart, text.length)]);
  return pairs;
}

function readValue(text: string, start: number, end: number): string {
  let last = end;
  while (last > start && text.charCodeAt(last - 1) === 32) last--;
  return unescapeValue(text.substring(start, last).trimEnd());
}

function isEscaped(text: string, at: number, from: number): boolean {
  let backslashes = 0;
  // Longer runs of backslashes do not occur; the bound keeps hostile text linear.
  while (backslashes < maxKeyLength && at - 1 - backslashes >= from && text.charCodeAt(at - 1 - backslashes) === 92) {
    backslashes++;
  }
  return backslashes % 2 === 1;
}

/** Start of the key that ends at `end`; `end` itself when what stands there is none, or longer than keys may be. */
function startOfKey(text: string, end: number, from: number): number {
  const lowest = Math.max(from, end - maxKeyLength);
  let at = end;
  while (at > lowest && keyCharacters[text.charCodeAt(at - 1)] === 1) at--;
  return at === from || isSpace(text.charCodeAt(at - 1)) ? at : end;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}

/** `cs1Label=Rule cs1=42` becomes `Rule: 42`. */
function nameLabelled(record: RawRecord, pairs: readonly [string, string][]): void {
  const values = new Map(pairs);
  for (const [key, value] of values) {
    if (key.endsWith('Label') && values.has(key.slice(0, -5))) continue;
    const label = values.get(`${key}Label`);
    setMember(record, label === undefined || label === '' ? key : label, value);
  }
}
