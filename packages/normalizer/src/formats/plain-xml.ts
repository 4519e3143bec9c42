import type { RawRecord } from '@siem/log-type';
import { setMember } from '../record-parser.ts';
import { ElementTree } from './element-tree.ts';

const lessThan = 0x3c;
const space = 0x20;

/** A tag whole, sticky: slash of an end tag, ASCII name, attributes, slash of an empty element. */
const tag = /<(\/?)([A-Za-z_][\w.:-]*)((?: +[A-Za-z_][\w.:-]*=(?:"[^"<\r\n\t]*"|'[^'<\r\n\t]*'))*) *(\/?)>/y;
const attribute = / +([A-Za-z_][\w.:-]*)=(?:"([^"]*)"|'([^']*)')/y;
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
    tag.lastIndex = at;
    const match = tag.exec(text);
    if (match === null) throw new UnplainError();
    const name = match[2]!;
    if (match[1] !== '') {
      if (match[3] !== '' || match[4] !== '' || names.pop() !== name) throw new UnplainError();
      tree.end(name);
    } else {
      if (names.length >= maxDepth) throw new UnplainError();
      tree.begin(match[3] === '' ? {} : attributesOf(match[3]!));
      if (match[4] === '') names.push(name);
      else tree.end(name);
    }
    at = tag.lastIndex;
    if (names.length === 0) break;
    const next = text.indexOf('<', at);
    if (next < 0) throw new UnplainError();
    if (next > at) tree.text(decoded(text.substring(at, next)));
    at = next;
  } while (at < text.length);
  if (skipBlanks(text, at) < text.length) throw new UnplainError();
  return tree.root;
}

function attributesOf(text: string): RawRecord {
  const element: RawRecord = {};
  attribute.lastIndex = 0;
  for (let match = attribute.exec(text); match !== null; match = attribute.exec(text)) {
    if (Object.hasOwn(element, match[1]!)) throw new UnplainError();
    setMember(element, match[1]!, decoded(match[2] ?? match[3]!));
  }
  return element;
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
