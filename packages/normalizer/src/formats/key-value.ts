import { type KeyValueFormat, parseKeyValues } from '@siem/log-type';
import type { RecordParser } from '../record-parser.ts';

/** `key=value key="value with spaces"`: logfmt, and what many appliances write. Words without a value are left out. */
export function keyValueParser(format: KeyValueFormat): RecordParser {
  const { pairSeparator = ' ', valueSeparator = '=' } = format;
  return { names: undefined, parse: (text) => parseKeyValues(text, pairSeparator, valueSeparator) };
}
