import type { RawRecord } from './definition.ts';
import { setMember } from './set-member.ts';

const quoteCode = 34;
const backslash = 92;

/** `key=value key="value with spaces"` to an object. Words without a value are left out; undefined: there is no pair. */
export function parseKeyValues(text: string, pairSeparator = ' ', valueSeparator = '='): RawRecord | undefined {
  const record: RawRecord = {};
  let found = false;
  let equals = -1;
  for (let at = 0; at < text.length; ) {
    const end = indexOr(text, pairSeparator, at, text.length);
    if (equals < at) equals = text.indexOf(valueSeparator, at);
    if (equals < 0) break;
    if (equals > end) {
      at = end + pairSeparator.length;
      continue;
    }
    const key = text.substring(at, equals).trim();
    const valueStart = equals + valueSeparator.length;
    const isQuoted = text.charCodeAt(valueStart) === quoteCode;
    const valueEnd = isQuoted
      ? closingQuote(text, valueStart + 1)
      : indexOr(text, pairSeparator, valueStart, text.length);
    const value = text.substring(isQuoted ? valueStart + 1 : valueStart, valueEnd);
    if (key !== '') {
      setMember(record, key, isQuoted ? unescapeQuoted(value) : value.trim());
      found = true;
    }
    at = isQuoted
      ? indexOr(text, pairSeparator, valueEnd, text.length) + pairSeparator.length
      : valueEnd + pairSeparator.length;
  }
  return found ? record : undefined;
}

function indexOr(text: string, part: string, from: number, otherwise: number): number {
  const at = text.indexOf(part, from);
  return at < 0 ? otherwise : at;
}

function closingQuote(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== quoteCode) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return Math.min(at, text.length);
}

function unescapeQuoted(value: string): string {
  return value.includes('\\') ? value.replace(/\\(["\\])/g, '$1') : value;
}
