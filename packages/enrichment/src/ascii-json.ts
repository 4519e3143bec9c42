/**
 * JSON in ASCII: other characters as \u escapes, so that enriching a record never changes how its text is encoded. The
 * text is also held as one byte a character: a single text of two bytes makes two of every character it is joined with.
 */
export function asciiJson(value: unknown): string {
  const json = JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(json, 'latin1').toString('latin1');
}
