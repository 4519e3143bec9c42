import type { RawRecord } from '@siem/log-type';
import { type RecordParser, setMember } from '../record-parser.ts';
import { parseWrapped, splitHeader, syslogHeaderBefore } from './event-format.ts';

const headerNames = [
  'leef_version',
  'leef_device_vendor',
  'leef_device_product',
  'leef_device_version',
  'leef_event_id',
];

/**
 * IBM Log Event Extended Format: `LEEF:1.0|vendor|product|version|event id|` and `key=value` pairs between tabs;
 * `LEEF:2.0` names the delimiter in a sixth header field. A syslog header may stand before.
 */
export const leefParser: RecordParser = { names: undefined, parse: (text) => parseWrapped(text, parseLeef) };

export function parseLeef(text: string): RawRecord | undefined {
  const start = text.indexOf('LEEF:');
  if (start < 0) return undefined;
  const header = splitHeader(text, start + 5, headerNames.length);
  if (header.fields.length < headerNames.length) return undefined;
  const record: RawRecord = {};
  const syslog = syslogHeaderBefore(text, start);
  if (syslog !== undefined) record['syslog'] = syslog;
  header.fields.forEach((value, i) => {
    record[headerNames[i]!] = value.trim();
  });
  const isVersion2 = header.fields[0]!.trim().startsWith('2');
  const { delimiter, from } = isVersion2 ? readDelimiter(text, header.end) : { delimiter: '\t', from: header.end };
  for (const pair of text.substring(from).split(delimiter)) {
    const equals = pair.indexOf('=');
    if (equals > 0) setMember(record, pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
  }
  return record;
}

/** One character, its number as `x09` or `0x09`, or nothing (a tab); senders also leave the field out. */
function readDelimiter(text: string, from: number): { delimiter: string; from: number } {
  const pipe = text.indexOf('|', from);
  const field = pipe < 0 ? undefined : text.substring(from, pipe);
  if (field === undefined || field.length > 6) return { delimiter: '\t', from };
  if (field === '') return { delimiter: '\t', from: pipe + 1 };
  const code = /^0?x([\da-f]{1,4})$/i.exec(field)?.[1];
  if (code !== undefined) return { delimiter: String.fromCharCode(Number.parseInt(code, 16)), from: pipe + 1 };
  return field.length === 1 ? { delimiter: field, from: pipe + 1 } : { delimiter: '\t', from };
}
