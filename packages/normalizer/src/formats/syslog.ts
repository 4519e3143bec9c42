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

const rfc5424Names = ['priority', 'version', 'timestamp', 'hostname', 'app_name', 'proc_id', 'msg_id'];
const rfc5424 = /^<(\d{1,3})>([1-9]\d{0,2}) (\S{1,64}) (\S{1,255}) (\S{1,128}) (\S{1,128}) (\S{1,64}) /;
const rfc3164Names = ['priority', 'timestamp', 'hostname'];
const rfc3164 =
  /^(?:<(\d{1,3})>)?([A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?|\d{4}-\d\d-\d\dT[\d:.,]{5,18}(?:Z|[+-]\d\d:?\d\d)?)(?: ([^\s[\]]{0,254}[^\s:[\]]))?(?= |$) ?/;
const tag = /^([^\s:[\]]{1,128})(?:\[([^\]\s]{1,64})\])?: ?/;

function parseSyslog(text: string): RawRecord | undefined {
  const line = readLine(text);
  if (line === undefined) return undefined;
  line.header['message'] = line.message;
  return line.header;
}

/** What stands before the message: for formats that syslog carries. */
export function parseSyslogHeader(text: string): RawRecord | undefined {
  return readLine(`${text} `)?.header;
}

interface SyslogLine {
  header: RawRecord;
  message: string;
}

function readLine(text: string): SyslogLine | undefined {
  return readRfc5424(text) ?? readRfc3164(text);
}

function readRfc5424(text: string): SyslogLine | undefined {
  const match = rfc5424.exec(text);
  if (match === null) return undefined;
  const header = readHeader(match, rfc5424Names);
  let rest = match[0].length;
  if (text.charCodeAt(rest) === 91) {
    const data = readStructuredData(text, rest);
    if (data === undefined) return undefined;
    header['structured_data'] = data.elements;
    rest = data.end;
  } else if (text.charCodeAt(rest) === 45) {
    rest++;
  } else {
    return undefined;
  }
  // A byte order mark says that the message is UTF-8.
  return { header, message: text.substring(rest).replace(/^ \ufeff?/, '') };
}

function readRfc3164(text: string): SyslogLine | undefined {
  const match = rfc3164.exec(text);
  if (match === null) return undefined;
  const header = readHeader(match, rfc3164Names);
  const rest = text.substring(match[0].length);
  const program = tag.exec(rest);
  if (program === null) return { header, message: rest };
  header['app_name'] = program[1];
  if (program[2] !== undefined) header['proc_id'] = program[2];
  return { header, message: rest.substring(program[0].length) };
}

/** @param names of the match's groups, in their order */
function readHeader(match: RegExpExecArray, names: readonly string[]): RawRecord {
  const header: RawRecord = {};
  for (let i = 0; i < names.length; i++) {
    const value = match[i + 1];
    if (value !== undefined && value !== '-') header[names[i]!] = value;
  }
  const priority = Number(match[1] ?? Number.NaN);
  if (priority >= 0 && priority < facilities.length * 8) {
    header['priority'] = priority;
    header['facility'] = facilities[priority >> 3];
    header['severity'] = severities[priority & 7];
  }
  return header;
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
