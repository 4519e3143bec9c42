import { isRawJson } from './raw-json.ts';

/**
 * Takes out what says nothing, in place: null, '', '-', 'null', '[]', empty objects and arrays. Members are set to
 * undefined, not deleted: JSON.stringify leaves them out and the object keeps its fast shape.
 * @returns true when nothing is left
 */
export function prune(object: Record<string, unknown>): boolean {
  let empty = true;
  for (const key in object) {
    const value = object[key];
    if (typeof value === 'string') {
      if (value.length > 4 || (value !== '' && value !== '-' && value !== 'null' && value !== '[]')) empty = false;
      else object[key] = undefined;
    } else if (typeof value !== 'object') {
      if (value !== undefined) empty = false;
    } else if (value === null) {
      object[key] = undefined;
    } else if (Array.isArray(value)) {
      if (pruneArray(value)) object[key] = undefined;
      else empty = false;
    } else if (isRawJson(value)) {
      empty = false;
    } else if (prune(value as Record<string, unknown>)) {
      object[key] = undefined;
    } else {
      empty = false;
    }
  }
  return empty;
}

/** Objects inside are pruned but stay, so that positions keep their meaning. */
function pruneArray(array: unknown[]): boolean {
  const length = array.length;
  if (length === 0 || (length === 1 && array[0] === '')) return true;
  for (let i = 0; i < length; i++) {
    const item = array[i];
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) prune(item as Record<string, unknown>);
  }
  return false;
}
