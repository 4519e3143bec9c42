import { describe, expect, it } from '@jest/globals';
import { parseXml, xmlParser } from '../../src/formats/xml.ts';

describe('XML', () => {
  it('makes members of attributes and elements, arrays of repeated elements', () => {
    expect(
      parseXml('<?xml version="1.0"?>\n<a x="1">\n  <b>t</b><b y="2">u</b><c/><d><![CDATA[<&>]]></d>\n</a>'),
    ).toEqual({
      a: { x: '1', b: ['t', { y: '2', '#text': 'u' }], c: null, d: '<&>' },
    });
  });

  it('reads the entities of XML and references to characters', () => {
    expect(parseXml('<a>&lt;&amp;&quot; &#228;&#x1F600;</a>')).toEqual({ a: '<&" ä😀' });
  });

  it('leaves out control characters and references to them', () => {
    expect(parseXml('<a>x\u0000\u001by&#x1;&#0;z</a>')).toEqual({ a: 'xyz' });
  });

  it.each([
    ['an element that is not closed', '<a><b></a>'],
    ['text that is cut off', '<a><b>te'],
    ['two roots', '<a/><b/>'],
    ['an unknown entity', '<a>&nope;</a>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['no XML', 'plain text'],
    ['nothing', ''],
  ])('refuses %s', (_name, text) => {
    expect(parseXml(text)).toBeUndefined();
  });

  it('refuses elements nested too deeply', () => {
    expect(parseXml('<a>'.repeat(100_000))).toBeUndefined();
    expect(parseXml(`${'<a>'.repeat(65)}${'</a>'.repeat(65)}`)).toBeUndefined();
    expect(parseXml(`${'<a>'.repeat(64)}${'</a>'.repeat(64)}`)).toBeDefined();
  });

  it('keeps elements and attributes named __proto__ as members', () => {
    const record = parseXml('<a __proto__="x"><constructor>y</constructor></a>')!;
    expect(Object.keys(record['a'])).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(record['a'])).toBe(Object.prototype);
  });

  it('takes only the element that is a record', () => {
    expect(xmlParser('Event').parse('<Event><a>1</a></Event>')).toEqual({ Event: { a: '1' } });
    expect(xmlParser('Event').parse('<Other/>')).toBeUndefined();
  });
});
