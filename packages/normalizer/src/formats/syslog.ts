import type { RawRecord } from '@siem/log-type';
import { type RecordParser, setMember } from '../record-parser.ts';

/**
 * Syslog lines of RFC 5424 (`<34>1 2024-05-14T03:05:06Z host app 123 ID47 [id@1 a="b"] text`) and RFC 3164
 * (`<34>May 14 03:05:06 host app[123]: text`), the latter also without priority and with ISO 8601 times, as rsyslog
 * writes its files.
 */
export const syslogParser: RecordParser = { names: undefined, parse: parseSyslog };

const facilities = (
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ' +
  'ntp audit alert clock local0 local1 local2 local3 local4 local5 local6 local7'
).split(' ');
const severities = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'];

const rfc5424 =
  /^<(?<priority>\d{1,3})>(?<version>[1-9]\d{0,2}) (?<timestamp>\S{1,64}) (?<hostname>\S{1,255}) (?<app_name>\S{1,128}) (?<proc_id>\S{1,128}) (?<msg_id>\S{1,64}) /;
const rfc3164 =
  /^(?:<(?<priority>\d{1,3})>)?(?<timestamp>[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?|\d{4}-\d\d-\d\dT[\d:.,]{5,18}(?:Z|[+-]\d\d:?\d\d)?)(?: (?<hostname>[^\s[\]]{0,254}[^\s:[\]]))?(?= |$) ?/;
const tag = /^(?<app_name>[^\s:[\]]{1,128})(?:\[(?<proc_id>[^\]\s]{1,64})\])?: ?/;

function parseSyslog(text: string): RawRecord | undefined {
  return readRfc5424(text) ?? readRfc3164(text);
}

/** What stands before the message: for formats that syslog carries. */
export function parseSyslogHeader(text: string): RawRecord | undefined {
  const record = parseSyslog(`${text} `);
  if (record !== undefined) delete record['message'];
  return record;
}

function readRfc5424(text: string): RawRecord | undefined {
  const groups = rfc5424.exec(text);
  if (groups === null) return undefined;
  const record = header(groups.groups!);
  let rest = groups[0].length;
  if (text.charCodeAt(rest) === 91) {
    const data = readStructuredData(text, rest);
    if (data === undefined) return undefined;
    record['structured_data'] = data.elements;
    rest = data.end;
  } else if (text.charCodeAt(rest) === 45) {
    rest++;
  } else {
    return undefined;
  }
  // A byte order mark says that the message is UTF-8.
  record['message'] = text.substring(rest).replace(/^ \ufeff?/, '');
  return record;
}

function readRfc3164(text: string): RawRecord | undefined {
  const match = rfc3164.exec(text);
  if (match === null) return undefined;
  const record = header(match.groups!);
  const rest = text.substring(match[0].length);
  const program = tag.exec(rest);
  if (program !== null) {
    record['app_name'] = program.groups!['app_name'];
    if (program.groups!['proc_id'] !== undefined) record['proc_id'] = program.groups!['proc_id'];
  }
  record['message'] = program === null ? rest : rest.substring(program[0].length);
  return record;
}

function header(groups: Record<string, string | undefined>): RawRecord {
  const record: RawRecord = {};
  for (const [name, value] of Object.entries(groups)) if (value !== undefined && value !== '-') record[name] = value;
  const priority = Number(groups['priority'] ?? Number.NaN);
  if (priority >= 0 && priority < facilities.length * 8) {
    record['priority'] = priority;
    record['facility'] = facilities[priority >> 3];
    record['severity'] = severities[priority & 7];
  }
  return record;
}

/** The standard says 32; the bound keeps hostile text linear. */
const maxParameterName = 256;

/** `[id@1 a="b" c="d"][id2]`: elements by id. Undefined where it is broken. */
function readStructuredData(text: string, from: number): { elements: RawRecord; end: number } | undefined {
  const elements: RawRecord = {};
  let at = from;
  while (text.charCodeAt(at) === 91) {
    let end = at + 1;
    while (end < text.length && text.charCodeAt(end) !== 93 && text.charCodeAt(end) !== 32) end++;
    const parameters: RawRecord = {};
    setMember(elements, text.substring(at + 1, end), parameters);
    at = end;
    while (text.charCodeAt(at) === 32) {
      const equals = text.indexOf('="', at);
      if (equals < 0 || equals - at > maxParameterName) return undefined;
      const name = text.substring(at + 1, equals);
      let close = equals + 2;
      while (close < text.length && text.charCodeAt(close) !== 34) close += text.charCodeAt(close) === 92 ? 2 : 1;
      if (close >= text.length) return undefined;
      setMember(parameters, name, text.substring(equals + 2, close).replace(/\\(["\\\]])/g, '$1'));
      at = close + 1;
    }
    if (text.charCodeAt(at) !== 93) return undefined;
    at++;
  }
  return { elements, end: at };
}
