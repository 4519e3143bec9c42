import { at, type Format, type RawRecord } from '@siem/log-type';

/** Records of an array that the format keeps them in: the framer takes them out of it, but not inside an envelope. */
export function innerRecords(value: RawRecord, format: Format): readonly RawRecord[] | undefined {
  if (format.kind !== 'json' || format.records === undefined) return undefined;
  for (const path of typeof format.records === 'string' ? [format.records] : format.records) {
    const records = at(value, path.split('.'));
    if (Array.isArray(records)) return records;
  }
  return undefined;
}
