import { type DeriveContext, isMissing, parseEpoch, parseSyslogTime, type RawRecord, scalarText } from '@siem/log-type';
import { syslogFormat } from './line.ts';

/** Names that readers of the journal, syslog parsers of log shippers and agents have for the parts of a line. */
const names: Readonly<Record<string, readonly string[]>> = {
  hostname: ['_HOSTNAME', 'HOSTNAME', 'hostname', 'host', 'source_host'],
  proc: ['SYSLOG_IDENTIFIER', '_COMM', 'COMM', 'ident', 'appname', 'app_name', 'program', 'syslog.ident', 'cmdName'],
  pid: ['_PID', 'SYSLOG_PID', 'PID', 'pid', 'procid', 'proc_id'],
  priority: ['pri', 'priority'],
  syslog_message: ['MESSAGE', 'message', 'msg', 'log'],
};

/** The journal's own are microseconds since 1970. */
const times = [
  '_SOURCE_REALTIME_TIMESTAMP',
  'SOURCE_REALTIME_TIMESTAMP',
  '__REALTIME_TIMESTAMP',
  'REALTIME_TIMESTAMP',
  'timestamp',
  '@timestamp',
  'time',
  'date',
];

/**
 * Entries of the systemd journal (`journalctl -o json`, Fluent Bit, Vector, agents), and lines that a shipper has taken
 * apart or put beside other fields. Gives the record the names that lines have.
 * @see https://systemd.io/JOURNAL_EXPORT_FORMATS/
 * @returns the time, canonical text
 */
export function readJsonEntry(record: RawRecord, { writtenMs }: DeriveContext): string | undefined {
  for (const [name, others] of Object.entries(names)) {
    const value = others.map((other) => textAt(record, other)).find((text) => text !== undefined);
    if (value !== undefined) record[name] = value.trimStart();
  }
  if (record['proc'] === undefined && readLine(record)) return undefined;
  for (const name of times) {
    const text = textAt(record, name);
    const time = text === undefined ? undefined : (parseEpoch(text) ?? parseSyslogTime(text, writtenMs));
    if (time !== undefined) return time;
  }
  return undefined;
}

/** The time of the line is better than that at which it was read. */
function readLine(record: RawRecord): boolean {
  for (const pattern of syslogFormat.patterns) {
    const groups = pattern.exec(record['syslog_message'] ?? '')?.groups;
    if (groups === undefined) continue;
    for (const [name, value] of Object.entries(groups)) if (value !== undefined) record[name] = value;
    return true;
  }
  return false;
}

/** The journal gives messages that are no UTF-8 as lists of bytes. */
function textAt(record: RawRecord, name: string): string | undefined {
  const dot = name.indexOf('.');
  const value: unknown = dot < 0 ? record[name] : record[name.slice(0, dot)]?.[name.slice(dot + 1)];
  if (Array.isArray(value) && typeof value[0] === 'number') return Buffer.from(value as number[]).toString();
  if (isMissing(value) || (typeof value === 'object' && !Array.isArray(value))) return undefined;
  return scalarText(Array.isArray(value) ? value[0] : value);
}
