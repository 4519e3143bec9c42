import type { RawRecord } from '@siem/log-type';
import { isObject } from '../json-values.ts';

/** The item of a notification of a change, which stands beside what has changed, moves up to where it is elsewhere. */
export function unwrapItem(record: RawRecord): boolean {
  const item = record['configurationItem'] as unknown;
  if (!isObject(item)) return false;
  Object.assign(record, item);
  record['configurationItem'] = undefined;
  return true;
}
