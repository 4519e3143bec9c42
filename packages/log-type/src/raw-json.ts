/** JSON.rawJSON and what goes with it: in V8, not yet in TypeScript's library. */
interface RawJsonApi {
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}

const api = JSON as unknown as RawJsonApi;
/** Until one is made there is none to find, which saves asking every object of every record. */
let areThereAny = false;

/** A number too big for JavaScript as the digits that the source wrote; JSON.stringify writes them unchanged. */
export function rawJson(digits: string): object {
  areThereAny = true;
  return api.rawJSON(digits);
}

export function isRawJson(value: object): boolean {
  return areThereAny && 'rawJSON' in value && api.isRawJSON(value);
}

/**
 * Text of a value where one is wanted: the digits of a number too big for JavaScript, the one value of a list; empty for
 * other objects, whose own members decide what String() does to them.
 */
export function scalarText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (isRawJson(value)) return (value as { rawJSON: string }).rawJSON;
  return Array.isArray(value) && value.length === 1 ? scalarText(value[0]) : '';
}

/** As Number(), but NaN for objects, whatever their members; numbers too big for JavaScript are rounded. */
export function scalarNumber(value: unknown): number {
  return typeof value === 'object' && value !== null ? Number(scalarText(value) || Number.NaN) : Number(value);
}
