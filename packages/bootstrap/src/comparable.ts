import { createHash } from 'node:crypto';
import type { Difference, Json, JsonObject } from './model.ts';

/** Sorted keys, no undefined members: equal bodies have equal text. */
export function canonicalText(value: Json | undefined): string {
  return JSON.stringify(sorted(value ?? null));
}

export function checksum(value: Json): string {
  return createHash('sha256').update(canonicalText(value)).digest('hex');
}

function sorted(value: Json): Json {
  if (isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter((entry): entry is [string, Json] => entry[1] !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

/** Every leaf that differs, sorted by path; arrays are leaves, since their members have no names. */
export function differences(live: Json | undefined, desired: Json | undefined): Difference[] {
  const before = leaves(live);
  const after = leaves(desired);
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .filter(
      (path) =>
        canonicalText(before.get(path)) !== canonicalText(after.get(path)) || before.has(path) !== after.has(path),
    )
    .map((path) => ({ path, live: before.get(path), desired: after.get(path) }));
}

function leaves(value: Json | undefined, path = '', found = new Map<string, Json>()): Map<string, Json> {
  if (value === undefined) return found;
  const members = isObject(value) ? Object.entries(value).filter(([, member]) => member !== undefined) : [];
  if (!isObject(value) || members.length === 0) return found.set(path, value);
  for (const [name, member] of members) leaves(member, path === '' ? name : `${path}.${name}`, found);
  return found;
}

/** Index settings in one form: dotted names that begin with `index.`, values as text, as the server gives them back. */
export function comparableSettings(settings: JsonObject): JsonObject {
  const flat = new Map<string, Json>();
  for (const [path, value] of leaves(settings)) {
    if (path === '') continue;
    flat.set(path.startsWith('index.') ? path : `index.${path}`, isArray(value) ? value.map(String) : String(value));
  }
  return Object.fromEntries(flat);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value);
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
