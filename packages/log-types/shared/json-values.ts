import { isRawJson, type RawRecord } from '@siem/log-type';

/** Reading JSON that may hold anything: what has another type than expected is as good as absent. */

const nothing: RawRecord = Object.freeze({});

/** The value where it is an object, else an empty one that must not be written to. */
export function objectOf(value: unknown): RawRecord {
  return isObject(value) ? value : nothing;
}

export function isObject(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawJson(value);
}

/** A table's entry of that name; `constructor` and the like are none. */
export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** A list, or a list of the one value; empty where there is none. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === '' ? [] : [value];
}

/** Undefined for everything but text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== '-' ? value : undefined;
}

/** First of the values that is text. */
export function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) if (textOf(value) !== undefined) return value as string;
  return undefined;
}

/** What stands behind the last of the separators. */
export function lastPart(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}

/** JSON in text, as an object; undefined where it is none. */
export function parsedObject(text: unknown): RawRecord | undefined {
  if (typeof text !== 'string' || !text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
