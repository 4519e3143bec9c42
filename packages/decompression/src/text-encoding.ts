import { Buffer } from 'node:buffer';
import { ObjectReadError } from './errors.ts';

const utf8BomBytes = 3;

/** Windows tools put a mark in front of UTF-8 that is no part of the text. */
export async function* withoutUtf8Bom(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let skip = utf8BomBytes;
  for await (const piece of source) {
    const rest = piece.subarray(Math.min(skip, piece.length));
    skip -= piece.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}

/** UTF-16 with its byte order mark, to UTF-8 without one. Lone surrogates become U+FFFD. */
export async function* utf16ToUtf8(
  source: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  let isOdd = false;
  let position = 0;
  for await (const piece of source) {
    isOdd = isOdd !== (piece.length % 2 === 1);
    const text = Buffer.from(decoder.decode(piece, { stream: true }));
    position += text.length;
    if (text.length > 0) yield text;
  }
  if (isOdd) {
    const message = `The ${encoding} text stops in the middle of a character, after ${position} bytes of UTF-8`;
    throw new ObjectReadError('truncated', message, { format: 'utf-16', position });
  }
  const rest = Buffer.from(decoder.decode());
  if (rest.length > 0) yield rest;
}
