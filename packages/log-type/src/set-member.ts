import type { RawRecord } from './definition.ts';

/** Adds a member whose name the log wrote: `__proto__` is a name like any other. */
export function setMember(record: RawRecord, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
  } else {
    record[name] = value;
  }
}
