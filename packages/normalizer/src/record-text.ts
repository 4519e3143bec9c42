import type { ChunkRecords } from './chunk.ts';

/** What JSON escapes, but for quotes and the line feeds between records. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
export const needsEscapeInLines = /[\\\u0000-\u0009\u000b-\u001f\ud800-\udfff]/;

/** [start, end] of each record of a chunk. */
export function* ranges(chunk: ChunkRecords, bytes: Buffer): Generator<[number, number]> {
  const records = chunk.ranges ?? linesOf(bytes);
  for (let i = 0; i < records.length; i += 2) yield [records[i]!, records[i + 1]!];
}

/** [start, end, …] of the lines of a text or of its bytes, without their ends. */
export function linesOf(text: string | Buffer): number[] {
  const lines: number[] = [];
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    lines.push(start, end);
    start = end + 1;
  }
  return lines;
}

/** Messages of JSON.parse quote the text that they stumble over. */
export function withoutContent(error: unknown): string {
  return (error as Error).message.replace(/".*"/s, '…');
}

/** Line ends of an XML file, as every XML parser has to read them. */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** Some agents send the line feed, Windows the NUL, that ended the record. */
export function withoutLineEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isLineEnd(text.charCodeAt(end - 1))) end--;
  return end === text.length ? text : text.slice(0, end);
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0;
}

/** Canonical times in UTC can be compared as text. */
export function inUtc(time: string): string {
  return time.endsWith('+00:00') ? time : new Date(time).toISOString().replace('Z', '+00:00');
}

export function trimmed(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first > 32 && last > 32 && first < 128 && last < 128 ? text : text.trim();
}
