import type { RawRecord } from './definition.ts';
import { pythonRepr, pythonStr } from './python-repr.ts';

/**
 * Turns the value at each path into text where some records hold an object and others a plain value: an index has one
 * type per field, and existing indexes hold text there.
 * @param paths in steps, `['requestParameters', 'status']`
 */
export function valuesToText(record: RawRecord, paths: readonly (readonly string[])[]): void {
  for (const path of paths) valueToText(record, path);
}

function valueToText(record: RawRecord, path: readonly string[]): void {
  let owner: unknown = record;
  for (let i = 0; i < path.length - 1; i++) {
    owner = (owner as RawRecord)[path[i]!];
    if (typeof owner !== 'object' || owner === null || Array.isArray(owner)) return;
  }
  const name = path[path.length - 1]!;
  const value: unknown = (owner as RawRecord)[name];
  if (value === undefined || value === null || value === false || value === 0) return;
  (owner as RawRecord)[name] = typeof value === 'string' && value.includes('{') ? pythonRepr(value) : pythonStr(value);
}
