import type { RawRecord } from '@siem/log-type';
import { SaxesParser } from 'saxes';
import { type RecordParser, setMember } from '../record-parser.ts';
import { ElementTree } from './element-tree.ts';
import { parsePlainXml } from './plain-xml.ts';

/** Deeper elements are hostile; real ones stop at about ten. */
const maxDepth = 64;

/**
 * Records that are XML elements. Strict: what is not well-formed is no record, as a half-read element would hide that
 * something is missing. Documents that declare their own entities are refused, so nothing can be expanded.
 *
 * saxes and not fast-xml-parser: four times as fast here, checks well-formedness, has no options that expand anything.
 */
export function xmlParser(element: string): RecordParser {
  return {
    names: undefined,
    parse(text) {
      const document = parseXml(text);
      return document !== undefined && Object.hasOwn(document, element) ? document : undefined;
    },
  };
}

/** `<a x="1"><b>t</b></a>` to `{a: {x: '1', b: 't'}}`; undefined where it is not well-formed. */
export function parseXml(text: string): RawRecord | undefined {
  const clean = withoutForbidden(text);
  const plain = parsePlainXml(clean, maxDepth);
  if (plain !== undefined) return plain;
  try {
    return parseAnyXml(clean);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

class XmlError extends Error {}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const allForbidden = new RegExp(forbidden, 'g');

const reference = /&#(?:x([\da-f]{1,8})|(\d{1,8}));/gi;

/** Windows writes control characters into events, and references to them, neither of which XML allows. */
function withoutForbidden(text: string): string {
  const clean = forbidden.test(text) ? text.replace(allForbidden, '') : text;
  if (!clean.includes('&#')) return clean;
  return clean.replace(reference, (whole, hex: string | undefined, decimal: string | undefined) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || forbidden.test(String.fromCodePoint(code))
      ? ''
      : whole;
  });
}

/** By saxes; throws XmlError. */
export function parseAnyXml(text: string): RawRecord {
  const tree = new ElementTree();
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('error', (error) => fail(error.message));
  parser.on('doctype', () => fail('has a document type'));
  parser.on('opentag', ({ attributes }) => {
    if (tree.depth >= maxDepth) fail(`is nested deeper than ${maxDepth} elements`);
    const element: RawRecord = {};
    for (const name in attributes) setMember(element, name, attributes[name]);
    tree.begin(element);
  });
  parser.on('closetag', ({ name }) => tree.end(name));
  parser.on('text', (part) => tree.text(part));
  parser.on('cdata', (part) => tree.text(part));
  parser.write(text);
  parser.close();
  return tree.root;
}

function fail(message: string): never {
  throw new XmlError(message);
}
