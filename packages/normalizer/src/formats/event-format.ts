import type { RawRecord } from '@siem/log-type';
import { parseSyslogHeader } from './syslog.ts';

/** What CEF and LEEF have in common: a header of fields between pipes, and a syslog header that may stand before. */

/**
 * Splits `a|b|c` where no backslash stands before the pipe.
 * @param limit number of fields to read
 * @returns fields and where the rest of the text begins
 */
export function splitHeader(text: string, from: number, limit: number): { fields: string[]; end: number } {
  const fields: string[] = [];
  let start = from;
  let at = from;
  while (fields.length < limit) {
    while (at < text.length && text.charCodeAt(at) !== 124) at += text.charCodeAt(at) === 92 ? 2 : 1;
    if (at >= text.length) {
      if (start < text.length) fields.push(unescapeValue(text.substring(start)));
      return { fields, end: text.length };
    }
    fields.push(unescapeValue(text.substring(start, at)));
    start = ++at;
  }
  return { fields, end: start };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** A drive's path with single backslashes, which may all stand before letters that escapes have: `C:\temp\new`. */
const plainPath = /^"?[A-Za-z]:\\[^\\]/;

/** `\|`, `\=`, `\\`, `\n`, `\r`, `\t`. Of a value that nobody escaped, as Windows paths often are, the backslashes stay. */
export function unescapeValue(text: string): string {
  if (!text.includes('\\')) return text;
  if (plainPath.test(text) || hasOtherEscape(text)) return text.replace(/\\([|=])/g, '$1');
  return text.replace(/\\([|=\\nrt])/g, (_all, character: string) => escapes[character] ?? character);
}

function hasOtherEscape(text: string): boolean {
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 2)) {
    if (at + 1 < text.length && !'|=\\nrt'.includes(text[at + 1]!)) return true;
  }
  return false;
}

/** The syslog header between the start of the text and `end`, if there is one. */
export function syslogHeaderBefore(text: string, end: number): Record<string, unknown> | undefined {
  const before = text.substring(0, end).trimEnd();
  return before === '' ? undefined : parseSyslogHeader(before);
}

/** Forwarders (Fluentd, Fluent Bit, agents) put the event under one member of a JSON object, beside what they know. */
export function parseWrapped(text: string, parse: (text: string) => RawRecord | undefined): RawRecord | undefined {
  if (text.charCodeAt(0) !== 123) return parse(text);
  let wrapper: RawRecord;
  try {
    wrapper = JSON.parse(text) as RawRecord;
  } catch {
    return undefined;
  }
  const event: unknown = wrapper['message'] ?? wrapper['log'];
  const record = typeof event === 'string' ? parse(event) : undefined;
  return record === undefined ? undefined : { ...wrapper, ...record };
}
