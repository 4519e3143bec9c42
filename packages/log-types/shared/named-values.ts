import type { RawRecord } from '@siem/log-type';
import { isObject, textOf } from './json-values.ts';

/**
 * Members of a record by name, whichever of `requestId`, `request_id`, `request-id` and `$context.identity.sourceIp`'s
 * `identity: { sourceIp }` the log's owner chose.
 */
export class NamedValues {
  private readonly values = new Map<string, unknown>();

  constructor(record: RawRecord) {
    this.add(record, '');
    for (const [name, member] of Object.entries(record)) if (isObject(member)) this.add(member, plain(name));
  }

  first(...names: readonly string[]): unknown {
    for (const name of names) {
      const value = this.values.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  text(...names: readonly string[]): string | undefined {
    return textOf(this.first(...names));
  }

  number(...names: readonly string[]): number | undefined {
    const value = this.first(...names);
    const number = typeof value === 'string' ? Number(value) : value;
    return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
  }

  private add(record: RawRecord, prefix: string): void {
    for (const [name, value] of Object.entries(record)) {
      const isScalar = textOf(value) !== undefined || typeof value === 'number';
      const key = prefix + plain(name);
      if (isScalar && !this.values.has(key)) this.values.set(key, value);
    }
  }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z\d]/g, '');
}
