import { Buffer } from 'node:buffer';
import type { Framer } from './framer.ts';
import type { RecordBuffer } from './record-buffer.ts';

const lessThan = 0x3c;
const greaterThan = 0x3e;
const slash = 0x2f;
const lineFeed = 0x0a;
const space = 0x20;
const doubleQuote = 0x22;
const singleQuote = 0x27;
const questionMark = 0x3f;
const exclamationMark = 0x21;

type Markup = 'open' | 'close' | 'other' | 'declaration' | 'comment' | 'cdata' | 'instruction';

/** What ends markup that may contain `>`. */
const terminators = {
  comment: Buffer.from('-->'),
  cdata: Buffer.from(']]>'),
  instruction: Buffer.from('?>'),
};
const commentStart = Buffer.from('<!--');
const cdataStart = Buffer.from('<![CDATA[');

/**
 * Elements of one name, several a line or over several lines, with elements of the same name inside them. What surrounds
 * them (declarations, other elements) is skipped; text outside of any element is a problem. A start tag at the beginning
 * of a line, inside an element of the same name, says that the element before it was cut off.
 *
 * States, by `markup`: undefined - in text; else in that kind of markup.
 */
export class XmlFramer implements Framer {
  readonly #openTag: Buffer;
  readonly #closeTag: Buffer;
  #markup: Markup | undefined;
  /** Open elements of the name. */
  #depth = 0;
  /** Quote that the attribute value under way ends with. */
  #quote = 0;
  #isText = false;
  /** What has been scanned last is a line feed; its byte may have left the window. */
  #isBehindLineFeed = false;

  constructor(element: string) {
    this.#openTag = Buffer.from(`<${element}`);
    this.#closeTag = Buffer.from(`</${element}`);
  }

  scan(buffer: RecordBuffer): void {
    while (buffer.scanned < buffer.length) {
      const isStuck = this.#markup === undefined ? !this.#scanText(buffer) : !this.#scanMarkup(buffer, this.#markup);
      if (isStuck) return;
    }
  }

  finish(buffer: RecordBuffer): void {
    if (this.#isText) this.#endText(buffer, buffer.length);
    else if (this.#depth > 0 || this.#markup !== undefined || buffer.scanned < buffer.length) {
      if (!buffer.isOpen) buffer.begin(buffer.hold >= 0 ? buffer.hold : Math.min(buffer.scanned, buffer.length));
      buffer.problem('truncated', buffer.length, 'ends inside an element or tag');
    }
  }

  /** False: more bytes are needed to tell what markup begins. */
  #scanText(buffer: RecordBuffer): boolean {
    const { bytes, length } = buffer;
    const found = bytes.indexOf(lessThan, buffer.scanned);
    const next = found < length ? found : -1;
    const end = next < 0 ? length : next;
    if (this.#depth === 0) this.#noteText(buffer, end);
    if (end > buffer.scanned) this.#isBehindLineFeed = bytes[end - 1] === lineFeed;
    buffer.scanned = end;
    if (next < 0) return true;
    const markup = this.#recognise(bytes, next, length);
    if (markup === undefined) {
      if (!buffer.isOpen) buffer.hold = next;
      return false;
    }
    buffer.hold = -1;
    this.#enter(buffer, markup);
    return true;
  }

  #enter(buffer: RecordBuffer, markup: Markup): void {
    const start = buffer.scanned;
    if (this.#isText) this.#endText(buffer, start);
    if (markup === 'open') {
      if (this.#depth > 0 && this.#isBehindLineFeed) {
        buffer.problem('broken', start, 'ends before the next one begins');
        this.#depth = 0;
      }
      if (this.#depth++ === 0) buffer.begin(start);
    } else if (markup === 'close' && this.#depth > 0) this.#depth--;
    this.#markup = markup;
    this.#quote = 0;
    const introduction = markup === 'comment' ? commentStart : markup === 'cdata' ? cdataStart : undefined;
    buffer.scanned = start + (introduction?.length ?? 1);
  }

  /** False: more bytes are needed. */
  #scanMarkup(buffer: RecordBuffer, markup: Markup): boolean {
    const end = isDelimited(markup) ? findTerminator(buffer, terminators[markup]) : this.#findTagEnd(buffer);
    if (end === undefined) return false;
    const isEmpty = markup === 'open' && end >= 2 && buffer.bytes[end - 2] === slash;
    if (isEmpty) this.#depth--;
    this.#markup = undefined;
    this.#isBehindLineFeed = false;
    buffer.scanned = end;
    if ((isEmpty || markup === 'close') && this.#depth === 0 && buffer.isOpen) buffer.end(end);
    return true;
  }

  /** Offset behind the `>` that ends the tag. */
  #findTagEnd(buffer: RecordBuffer): number | undefined {
    const { bytes, length } = buffer;
    for (let at = buffer.scanned; at < length; at++) {
      const byte = bytes[at] as number;
      if (this.#quote !== 0) {
        if (byte === this.#quote) this.#quote = 0;
      } else if (byte === greaterThan) return at + 1;
      else if (byte === doubleQuote || byte === singleQuote) this.#quote = byte;
    }
    buffer.scanned = length;
    return undefined;
  }

  /** Undefined: could still be one or another. */
  #recognise(bytes: Buffer, start: number, length: number): Markup | undefined {
    if (start + 1 >= length) return undefined;
    const second = bytes[start + 1];
    if (second === questionMark) return 'instruction';
    if (second === exclamationMark) return recogniseDeclaration(bytes.subarray(start, length));
    const tag = second === slash ? this.#closeTag : this.#openTag;
    const known = Math.min(tag.length, length - start);
    for (let i = 1; i < known; i++) if (bytes[start + i] !== tag[i]) return 'other';
    if (start + tag.length >= length) return undefined;
    const behind = bytes[start + tag.length] as number;
    if (behind > space && behind !== greaterThan && behind !== slash) return 'other';
    return second === slash ? 'close' : 'open';
  }

  #noteText(buffer: RecordBuffer, end: number): void {
    if (this.#isText) return;
    let at = buffer.scanned;
    while (at < end && (buffer.bytes[at] as number) <= space) at++;
    if (at === end) return;
    this.#isText = true;
    buffer.begin(at);
  }

  #endText(buffer: RecordBuffer, end: number): void {
    buffer.problem('broken', end, 'is text outside of any element');
    this.#isText = false;
  }
}

function recogniseDeclaration(bytes: Buffer): Markup | undefined {
  if (startsWith(bytes, commentStart)) return 'comment';
  if (startsWith(bytes, cdataStart)) return 'cdata';
  return startsWith(commentStart, bytes) || startsWith(cdataStart, bytes) ? undefined : 'declaration';
}

function isDelimited(markup: Markup): markup is keyof typeof terminators {
  return markup in terminators;
}

function findTerminator(buffer: RecordBuffer, terminator: Buffer): number | undefined {
  const found = buffer.bytes.subarray(0, buffer.length).indexOf(terminator, buffer.scanned);
  if (found >= 0) return found + terminator.length;
  buffer.scanned = Math.max(buffer.scanned, buffer.length - terminator.length + 1);
  return undefined;
}

function startsWith(bytes: Buffer, wanted: Buffer): boolean {
  return bytes.length >= wanted.length && bytes.compare(wanted, 0, wanted.length, 0, wanted.length) === 0;
}
