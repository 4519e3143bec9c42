import type { RawRecord } from '@siem/log-type';

export interface RecordParser {
  /** Field names of flat records, whose values are texts; undefined: fields differ from record to record. */
  names: readonly string[] | undefined;
  /** Records are JSON texts: parse() throws SyntaxError where one is not. */
  isJson?: true;
  /** Undefined: the text is no record of this format. */
  parse(text: string): RawRecord | undefined;
}

/** Adds a member whose name the log wrote: `__proto__` is a name like any other. */
export function setMember(record: RawRecord, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
  } else {
    record[name] = value;
  }
}
