import { isRawJson } from './raw-json.ts';

/**
 * Merges `from` into `target`: objects member by member, everything else is overridden. Keys that would reach a
 * prototype are own members here, because both sides come from JSON.
 */
export function mergeInto(target: Record<string, unknown>, from: Record<string, unknown>): Record<string, unknown> {
  for (const key of Object.keys(from)) {
    const value = from[key];
    const existing = Object.hasOwn(target, key) ? target[key] : undefined;
    if (isObject(existing) && isObject(value)) mergeInto(existing, value);
    else define(target, key, value);
  }
  return target;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawJson(value);
}

/** Assignment, but `__proto__` stays a plain key. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}
