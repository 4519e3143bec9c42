/** JSON.rawJSON and what goes with it: in V8, not yet in TypeScript's library. */
interface RawJsonApi {
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}

const api = JSON as unknown as RawJsonApi;

/** A number too big for JavaScript as the digits that the source wrote; JSON.stringify writes them unchanged. */
export function rawJson(digits: string): object {
  return api.rawJSON(digits);
}

export function isRawJson(value: object): boolean {
  return 'rawJSON' in value && api.isRawJSON(value);
}
