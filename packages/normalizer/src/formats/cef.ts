import type { CefFormat, RawRecord } from '@siem/log-type';
import { type RecordParser, setMember } from '../record-parser.ts';
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
  header.fields.forEach((value, i) => {
    record[headerNames[i]!] = value.trim();
  });
  const extension = readExtension(text, header.end);
  if (labels === 'name') nameLabelled(record, extension);
  else for (const [key, value] of extension) setMember(record, key, value);
  return record;
}

/** Longest key that is looked for: bounds the way back from each `=`. */
const maxKeyLength = 128;
const keyCharacters = /^[\w.[\]:/-]+$/;

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
    const keyStart = tokenStart(text, at, valueStart);
    const name = text.substring(keyStart, at);
    // A key begins the extension or follows a space.
    if (name === '' || !keyCharacters.test(name) || (keyStart === valueStart && key !== undefined)) continue;
    if (key !== undefined) pairs.push([key, unescapeValue(text.substring(valueStart, keyStart).trimEnd())]);
    key = name;
    valueStart = at + 1;
  }
  if (key !== undefined) pairs.push([key, unescapeValue(text.substring(valueStart).trimEnd())]);
  return pairs;
}

function isEscaped(text: string, at: number, from: number): boolean {
  let backslashes = 0;
  // Longer runs of backslashes do not occur; the bound keeps hostile text linear.
  while (backslashes < maxKeyLength && at - 1 - backslashes >= from && text.charCodeAt(at - 1 - backslashes) === 92) {
    backslashes++;
  }
  return backslashes % 2 === 1;
}

/** Start of the word that ends at `end`; `end` itself when the word is longer than a key may be. */
function tokenStart(text: string, end: number, from: number): number {
  const lowest = Math.max(from, end - maxKeyLength);
  let at = end;
  while (at > lowest && !isSpace(text.charCodeAt(at - 1))) at--;
  return at === lowest && lowest > from && !isSpace(text.charCodeAt(at - 1)) ? end : at;
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
