import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import type { IpInfo } from './environment.ts';
import { mergeInto } from './merge.ts';
import { isRawJson, scalarText } from './raw-json.ts';
import { TextCache } from './text-cache.ts';
import { normalizeIso8601 } from './timestamp.ts';

/**
 * Helpers that compiled functions call. They work on values and JSON text; an empty string stands for "no value", so
 * that generated code can concatenate without asking twice.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Texts from which on JSON.stringify, which looks at many characters at once, is the faster one. */
const stringifyFrom = 48;

/** JSON text of a string. */
export function quote(text: string): string {
  return text.length > stringifyFrom || needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** False for what the sources write where there is nothing: empty, `-`, `null`, `[]`. */
export function hasValue(text: string): boolean {
  const length = text.length;
  if (length > 4) return true;
  return length !== 0 && text !== '-' && text !== 'null' && text !== '[]';
}

/** JSON number for text that is one (as the source wrote it, if JSON allows that form), else a JSON string. */
export function numberText(text: string): string {
  return isPlainNumber(text) || jsonNumber.test(text) ? text : quote(text);
}

/** `0.001`, `12`: the forms that nearly every column of seconds and sizes has. */
function isPlainNumber(text: string): boolean {
  const dot = text.indexOf('.');
  if (dot < 0) return isPlainInteger(text);
  if (dot > 15 || text.length - dot > 16 || text.length - dot < 2) return false;
  for (let i = dot + 1; i < text.length; i++) if (!isDigit(text.charCodeAt(i))) return false;
  if (dot === 1) return isDigit(text.charCodeAt(0));
  return isPlainInteger(text.substring(0, dot));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const jsonNumber = /^-?(?:0|[1-9]\d{0,17})(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?$/;

/** Up to 15 digits without a leading zero: what nearly every numeric column holds. */
function isPlainInteger(text: string): boolean {
  const length = text.length;
  if (length === 0 || length > 15) return false;
  const first = text.charCodeAt(0);
  if (first < 49 || first > 57) return length === 1 && first === 48;
  for (let i = 1; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

const integer = /^[+-]?\d{1,18}$/;

/** JSON text for a field that the index maps as `long`; empty where the value is no whole number. */
export function longText(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(Math.trunc(value)) : '';
  if (typeof value === 'boolean') return '';
  const text = typeof value === 'string' ? value : scalarText(value);
  if (isPlainInteger(text)) return text;
  return integer.test(text) ? String(BigInt(text.replace('+', ''))) : '';
}

export function doubleText(value: unknown): string {
  const text = typeof value === 'object' ? scalarText(value) : value;
  const number = typeof text === 'number' ? text : text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? String(number) : '';
}

export function booleanText(value: unknown): string {
  const text = scalarText(value).toLowerCase();
  return text === 'true' || text === 'false' ? text : '';
}

const epoch = /^\d{9,19}(?:\.\d+)?$/;

/** JSON text for a field that the index maps as `date`: canonical where it is ISO 8601, epochs as they are, else empty. */
export function dateText(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (typeof value !== 'string') return '';
  const time = normalizeIso8601(value);
  if (time !== undefined) return `"${time}"`;
  return epoch.test(value) ? value : '';
}

/** JSON text of any value, empty where there is none. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return hasValue(value) ? quote(value) : '';
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') return objectText(value);
  return Number.isNaN(value) || value === Infinity || value === -Infinity ? '' : String(value);
}

function objectText(value: object): string {
  if (Array.isArray(value)) {
    const items = value.filter((item) => item !== null && item !== undefined && item !== '' && item !== '-');
    return items.length === 0 ? '' : JSON.stringify(items);
  }
  const text = JSON.stringify(value);
  return text === '{}' ? '' : text;
}

/** JSON text for a `keyword` field: scalars as text, so that one field has one type in every document. */
export function keywordText(value: unknown): string {
  if (typeof value === 'string') return hasValue(value) ? quote(value) : '';
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') return isRawJson(value) ? `"${scalarText(value)}"` : objectText(value);
  return `"${value}"`;
}

/** As keywordText, for a value out of a text that holds nothing to escape. */
export function plainText(value: string | undefined): string {
  return value === undefined || !hasValue(value) ? '' : `"${value}"`;
}

export function withKey(key: string, text: string): string {
  return text === '' ? '' : key + text;
}

/** The same text in one piece: one that was joined is taken apart again wherever it is written. */
export function flat(text: string): string {
  Number(text);
  return text;
}

/** @param geo as in `IpInfo` */
export function ipInfo(address: string, geo: string): IpInfo {
  const json = JSON.stringify(address);
  return { json, addressJson: flat(`${json},"ip":${json}`), geo };
}

/** As ipListText, for two. */
export function ipPairText(a: { json: string } | null, b: { json: string } | null): string {
  if (a === null) return b === null ? '' : `[${b.json}]`;
  if (b === null || a.json === b.json) return `[${a.json}]`;
  return a.json < b.json ? `[${a.json},${b.json}]` : `[${b.json},${a.json}]`;
}

/** Array of the addresses, unique and sorted; null stands for what is no address. */
export function ipListText(infos: readonly ({ json: string } | null)[]): string {
  const list: string[] = [];
  for (const info of infos) if (info !== null && isNew(info.json, list)) list.push(info.json);
  if (list.length === 0) return '';
  if (list.length === 1) return `[${list[0]}]`;
  if (list.length === 2) return list[0]! < list[1]! ? `[${list[0]},${list[1]}]` : `[${list[1]},${list[0]}]`;
  return `[${list.sort().join(',')}]`;
}

/** For a handful of texts a plain loop is faster than `includes`. */
function isNew(text: string, list: readonly string[]): boolean {
  for (const known of list) if (known === text) return false;
  return true;
}

/** First value that is there, for mappings with several sources. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === '-';
}

/**
 * Sorted array of unique values as JSON text; arrays among the values are flattened.
 * @param accept which values belong, e.g. isIpAddress
 */
export function listText(values: readonly unknown[], accept: (value: string) => boolean): string {
  let unique: string[] | undefined;
  for (const value of values) {
    if (isMissing(value)) continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      const text = typeof item === 'string' ? item : scalarText(item);
      if (!hasValue(text) || !accept(text)) continue;
      if (unique === undefined) unique = [text];
      else if (!unique.includes(text)) unique.push(text);
    }
  }
  if (unique === undefined) return '';
  if (unique.length === 1) return `[${quote(unique[0]!)}]`;
  unique.sort();
  let text = '';
  for (const item of unique) text += `${text === '' ? '[' : ','}${quote(item)}`;
  return `${text}]`;
}

export function anyText(): boolean {
  return true;
}

/** `1.2.3.4` and `::1`, no prefix, no port. */
export function isIpAddress(text: string): boolean {
  return ipv4Number(text) >= 0 || looksLikeIpv6(text);
}

/** IPv4 address in dotted decimal without leading zeros as number; -1 for anything else. */
export function ipv4Number(text: string): number {
  const length = text.length;
  if (length < 7 || length > 15) return -1;
  let number = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      if (digits > 0 && octet === 0) return -1;
      octet = octet * 10 + code - 48;
      digits++;
    } else if (code === 46 && digits > 0 && octet < 256) {
      number = number * 256 + octet;
      octet = 0;
      digits = 0;
      dots++;
    } else {
      return -1;
    }
  }
  return dots === 3 && digits > 0 && octet < 256 ? number * 256 + octet : -1;
}

function looksLikeIpv6(text: string): boolean {
  return text.length <= 45 && text.includes(':') && isIP(text) === 6;
}

export function md5(text: string): string {
  return hash('md5', text, 'hex');
}

/** Number of the eight hexadecimal digits (lower case) at `start`. */
export function hexWord(text: string, start: number): number {
  let word = 0;
  for (let i = start; i < start + 8; i++) {
    const code = text.charCodeAt(i);
    word = (word << 4) | (code < 58 ? code - 48 : code - 87);
  }
  return word >>> 0;
}

/** OpenSearch refuses ids of more than 512 bytes. */
export function safeId(id: unknown): string {
  const text = typeof id === 'string' ? id : typeof id === 'object' ? JSON.stringify(id) : String(id);
  return text.length <= 128 || Buffer.byteLength(text) <= 480 ? text : md5(text);
}

/** Value at a path whose first step is not known to exist; never follows prototypes. */
export function at(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const step of path) {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string, unknown>)[step];
  }
  return current;
}

/**
 * What GeoIP found with what the source itself says about the place; GeoIP wins.
 * @param found JSON members, each led by a comma
 * @param own dotted paths and their JSON text
 */
export function locationText(found: string, own: readonly (readonly [path: string, text: string])[]): string {
  let key = found;
  for (const [path, text] of own) if (text !== '') key += `\n${path}=${text}`;
  if (key === found) return found;
  let text = located.get(key);
  if (text === undefined) {
    text = mergedLocation(found, own);
    located.set(key, text);
  }
  return text;
}

/** A source says the same of an address each time. JSON text holds no line feeds, so that keys are told apart. */
const located = new TextCache<string>(4_000);

function mergedLocation(found: string, own: readonly (readonly [path: string, text: string])[]): string {
  const stated: Record<string, unknown> = {};
  for (const [path, text] of own) {
    if (text === '') continue;
    const steps = path.split('.');
    const name = steps.pop()!;
    let owner = stated;
    for (const step of steps) {
      owner[step] ??= {};
      owner = owner[step] as Record<string, unknown>;
    }
    owner[name] = JSON.parse(text);
  }
  const merged = mergeInto(stated, JSON.parse(`{${found.slice(1)}}`) as Record<string, unknown>);
  return `,${JSON.stringify(merged).slice(1, -1)}`;
}
