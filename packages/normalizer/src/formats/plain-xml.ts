import type { RawRecord } from '@siem/log-type';
import { setMember } from '../record-parser.ts';
import { ElementTree } from './element-tree.ts';

const lessThan = 0x3c;
const greaterThan = 0x3e;
const slash = 0x2f;
const space = 0x20;

/** Sticky: what is left of a start tag behind its name. */
const attribute = / +([A-Za-z_][\w.:-]*)=(?:"([^"<\r\n\t]*)"|'([^'<\r\n\t]*)')/y;
const endTag = /<\/([A-Za-z_][\w.:-]*) *>/y;
const entity = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/g;
const ampersands = /&/g;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Not as plain as this parser wants it, which says nothing about whether it is XML. */
class UnplainError extends Error {}

/**
 * XML as programs write it: elements, attributes, text and the references that every parser knows. It is three times as
 * fast as saxes, and Windows events are nothing else.
 * @returns undefined for everything else (comments, CDATA, declarations, names beyond ASCII, mistakes): ask saxes
 */
export function parsePlainXml(text: string, maxDepth: number): RawRecord | undefined {
  if (text.includes('\r') || text.includes('<!') || text.includes('<?') || text.includes(']]>')) return undefined;
  try {
    return parse(text, maxDepth);
  } catch (error) {
    if (error instanceof UnplainError) return undefined;
    throw error;
  }
}

function parse(text: string, maxDepth: number): RawRecord {
  const tree = new ElementTree();
  const names: string[] = [];
  let at = skipBlanks(text, 0);
  do {
    if (text.charCodeAt(at) !== lessThan) throw new UnplainError();
    if (text.charCodeAt(at + 1) === slash) {
      const name = names.pop();
      if (name === undefined) throw new UnplainError();
      at = behindEndTag(text, at, name);
      tree.end(name);
    } else {
      if (names.length >= maxDepth) throw new UnplainError();
      const nameEnd = behindName(text, at + 1);
      const name = text.substring(at + 1, nameEnd);
      const element: RawRecord = {};
      tree.begin(element);
      at = nameEnd;
      if (text.charCodeAt(at) === space) at = readAttributes(text, at, element);
      if (text.charCodeAt(at) === greaterThan) {
        at++;
        names.push(name);
      } else {
        at = behindEmptyElement(text, at);
        tree.end(name);
      }
    }
    if (names.length === 0) break;
    const next = text.indexOf('<', at);
    if (next < 0) throw new UnplainError();
    if (next > at) tree.text(decoded(text.substring(at, next)));
    at = next;
  } while (at < text.length);
  if (skipBlanks(text, at) < text.length) throw new UnplainError();
  return tree.root;
}

function behindEndTag(text: string, at: number, name: string): number {
  const end = at + 2 + name.length;
  if (text.charCodeAt(end) === greaterThan && text.startsWith(name, at + 2)) return end + 1;
  endTag.lastIndex = at;
  if (endTag.exec(text)?.[1] !== name) throw new UnplainError();
  return endTag.lastIndex;
}

function behindName(text: string, start: number): number {
  let at = start;
  while (isNameCharacter(text.charCodeAt(at), at === start)) at++;
  if (at === start) throw new UnplainError();
  return at;
}

/** ASCII letters and `_`, and behind the first character also digits, `.`, `:` and `-`. */
function isNameCharacter(code: number, isFirst: boolean): boolean {
  const letter = code | 0x20;
  if ((letter >= 0x61 && letter <= 0x7a) || code === 0x5f) return true;
  return !isFirst && ((code >= 0x30 && code <= 0x3a) || code === 0x2e || code === 0x2d);
}

/** @returns offset of the `>` or `/` behind the attributes */
function readAttributes(text: string, from: number, element: RawRecord): number {
  let at = from;
  do {
    attribute.lastIndex = at;
    const match = attribute.exec(text);
    if (match === null) break;
    if (Object.hasOwn(element, match[1]!)) throw new UnplainError();
    setMember(element, match[1]!, decoded(match[2] ?? match[3]!));
    at = attribute.lastIndex;
  } while (text.charCodeAt(at) === space);
  while (text.charCodeAt(at) === space) at++;
  return at;
}

function behindEmptyElement(text: string, at: number): number {
  if (text.charCodeAt(at) !== slash || text.charCodeAt(at + 1) !== greaterThan) throw new UnplainError();
  return at + 2;
}

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  let count = 0;
  const result = text.replace(entity, (_, name?: string, decimal?: string, hex?: string) => {
    count++;
    if (name !== undefined) return entities[name]!;
    const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
    if (code > 0x10ffff || (code < space && code !== 9 && code !== 10)) throw new UnplainError();
    return String.fromCodePoint(code);
  });
  if (count !== text.match(ampersands)!.length) throw new UnplainError();
  return result;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== space && code !== 9 && code !== 10) break;
  }
  return at;
}
