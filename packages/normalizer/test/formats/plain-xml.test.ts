import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePlainXml } from '../../src/formats/plain-xml.ts';
import { parseAnyXml } from '../../src/formats/xml.ts';

const maxDepth = 64;

const pieces = [
  ...[
    '<a>',
    '</a>',
    '<b x="1">',
    "<b y='2' z=''>",
    '</b>',
    '<c/>',
    '<c w="&lt;&#x41;" />',
    '<__proto__>',
    '</__proto__>',
  ],
  ...[
    'text',
    ' ',
    '\n',
    '>',
    '&amp;',
    '&#228;',
    '&',
    '&no;',
    '"',
    'ä',
    '<',
    ']]>',
    '<!-- c -->',
    '<![CDATA[d]]>',
    '\r\n',
  ],
];
const xml = fc
  .tuple(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), fc.boolean())
  .map(([parts, isWrapped]) => (isWrapped ? `<r>${parts.join('')}</r>` : parts.join('')));

/** Elements that are closed as they were opened. */
const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
  content: fc.oneof({ maxDepth: 4 }, fc.constantFrom('', 'text', ' \n', '&quot;ü&#10;', '>'), tie('element')),
  element: fc
    .tuple(
      fc.constantFrom('a', 'b:c', 'D.e-1', '_', '__proto__'),
      fc.uniqueArray(fc.constantFrom('x', 'xmlns', 'y:z', 'constructor'), { maxLength: 3 }),
      fc.array(tie('content'), { maxLength: 4 }),
    )
    .map(([name, attributes, content]) => {
      const start = [name, ...attributes.map((attribute, i) => `${attribute}="v${i}&apos;"`)].join(' ');
      return content.length === 0 ? `<${start}/>` : `<${start}>${content.join('')}</${name}>`;
    }),
}));

describe('plain XML', () => {
  it('is read as saxes reads it, wherever it is read at all', () => {
    fc.assert(
      fc.property(fc.oneof(xml, element), (text) => {
        const plain = parsePlainXml(text, maxDepth);
        if (plain !== undefined) expect(plain).toEqual(parseAnyXml(text));
      }),
      { seed: 7, numRuns: 3_000 },
    );
  });

  it('is not handed on when programs write it', () => {
    fc.assert(
      fc.property(element, (text) => parsePlainXml(`\n${text}\n`, maxDepth) !== undefined),
      { seed: 8, numRuns: 500 },
    );
  });

  it.each([
    ['comments', '<a><!-- b --></a>'],
    ['CDATA', '<a><![CDATA[b]]></a>'],
    ['declarations', '<?xml version="1.0"?><a/>'],
    ['document types', '<!DOCTYPE a><a/>'],
    ['attributes given twice', '<a x="1" x="2"/>'],
    ['entities of their own', '<a>&b;</a>'],
    ['depth', `${'<a>'.repeat(65)}${'</a>'.repeat(65)}`],
    ['two roots', '<a/><b/>'],
    ['text behind the root', '<a/>b'],
  ])('leaves %s to saxes', (_, text) => {
    expect(parsePlainXml(text, maxDepth)).toBeUndefined();
  });
});
