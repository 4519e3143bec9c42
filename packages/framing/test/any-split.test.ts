import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formats, frameAll } from './helpers.ts';

/** What inputs are put together from: records, parts of records and things that break records. */
const fragments: Record<keyof typeof formats, readonly string[]> = {
  lines: [
    '\n',
    '\r\n',
    '\r',
    'a',
    'some text',
    ' ',
    '\t',
    'ä',
    '\n\n',
    'a line of more than forty bytes, which is too long',
  ],
  json: [
    '{"a":1}',
    '{"b":"x\\"}{"}',
    '[1,2,',
    ']',
    '{',
    '}',
    '"',
    '\n',
    '\n{',
    '\n[',
    '{"c":[{"d":[]}]}',
    '123',
    'true',
    'nul',
    ',',
    ' ',
    'junk',
    '\\',
    ':',
    '{"e":12345678901234567890}',
    '\r\n',
    '-1.5e300',
    '"text\\\\"',
    '[[[[[[]]]]]]',
    '{"long":"0123456789012345678901234567890"}',
  ],
  jsonRecords: [
    '{"Records":[',
    ']}',
    '{"a":1}',
    '{"a":1},',
    ',',
    '\n',
    '{"x":{"Records":[1]},"Records":[',
    '"Records"',
    ':',
    '{',
    '}',
    '[',
    ']',
    '"',
    '{"\\u0052ecords":[2]}',
    '{"Records":{}}',
    '{"other":[1,{"Records":[3]}]}',
    '\n{"Records":[]}',
    'null',
    '"y"',
    '{"k":"0123456789012345678901234567890123456789","Records":[',
  ],
  jsonDeepRecords: [
    '{"a":{"b":[',
    ']}}',
    '{"a":{"b":[1]},"z":{"b":[0]}}',
    '{"a":[{"b":[1]}]}',
    '{"b":[1]}',
    '{"a":{"c":1,"b":[',
    '{"x":1}',
    ',',
    '\n',
    '}',
    ']',
    '{"a":',
    '{"b":',
  ],
  multiline: [
    '2024-01 first\n',
    '2024-02\n',
    '  more\n',
    'text',
    '\n',
    '\r\n',
    '2024-',
    '20',
    '\n2025-12 x',
    ' ',
    'a line of more than forty bytes, which is too long\n',
  ],
  headed: [
    'version srcaddr\n',
    '2 10.0.0.1\n',
    'srcaddr version x\r\n',
    '12345678 1\n',
    '12345678 version\n',
    '\n',
    '2 ',
    'version',
    '\r\n',
    'a line of more than forty bytes, which is too long\n',
  ],
  fields: [
    '#Version: 1.0\n',
    '#Fields: a b\n',
    '#fields: c\r\n',
    '# comment\n',
    'x y\n',
    '1 #2\n',
    '\n',
    '#',
    'Fields: z\n',
    'a line of more than forty bytes, which is too long\n',
  ],
  csv: [
    'name,value\n',
    'a,b\n',
    '"',
    '""',
    '"a\nb"',
    ',',
    '\n',
    '\r\n',
    'x',
    ',"q""q",',
    'name,',
    '"open\n',
    'a value of more than forty bytes, which is too long\n',
  ],
  csvFixed: [
    'a,b\n',
    '"',
    '""',
    '"a\nb"',
    ',',
    '\n',
    '\r\n',
    'x',
    ',"q""q",',
    '"open\n',
    ' ',
    'a value of more than forty bytes, which is too long\n',
  ],
  events: [
    '<Event>',
    '</Event>',
    '<Event a=">">',
    '<Event/>',
    '<EventData>',
    '</EventData>',
    '<!-- </Event> -->',
    '<!--',
    '-->',
    '<![CDATA[</Event>]]>',
    '<![CDATA[',
    ']]>',
    '<?xml version="1.0"?>',
    'text',
    '\n',
    '<Events>',
    '<',
    '>',
    '"',
    "'",
    '<Event\n',
    '/',
    '\n<Event>',
    ' ',
    'more than forty bytes of text, which is too long for one',
  ],
};

const limits = { maxRecordBytes: 40, maxProblemBytes: 20, maxDepth: 4 };
const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 });

describe.each(Object.keys(formats) as (keyof typeof formats)[])('%s', (name) => {
  const content = fc.array(fc.constantFrom(...fragments[name]), { maxLength: 30 }).map((parts) => parts.join(''));

  it('gives the same records and problems for any pieces and any chunk size', async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        sizes,
        fc.integer({ min: 1, max: 100 }),
        fc.boolean(),
        async (text, pieces, chunkBytes, isCut) => {
          const whole = await frameAll(text, formats[name], { ...limits, isCut });
          const split = await frameAll(text, formats[name], { ...limits, isCut, pieces, chunkBytes });
          expect(split.records).toEqual(whole.records);
          expect(split.problems).toEqual(whole.problems);
        },
      ),
      { seed: 42, numRuns: 2000 },
    );
  });

  it('gives the same without limits that anything reaches', async () => {
    await fc.assert(
      fc.asyncProperty(content, sizes, fc.integer({ min: 1, max: 100 }), async (text, pieces, chunkBytes) => {
        const whole = await frameAll(text, formats[name]);
        const split = await frameAll(text, formats[name], { pieces, chunkBytes });
        expect(split.records).toEqual(whole.records);
        expect(split.problems).toEqual(whole.problems);
      }),
      { seed: 43, numRuns: 1000 },
    );
  });

  it('never lets records and problems overlap, and gives chunks that can be transferred', async () => {
    await fc.assert(
      fc.asyncProperty(content, sizes, fc.integer({ min: 1, max: 100 }), async (text, pieces, chunkBytes) => {
        const { records, problems, chunks } = await frameAll(text, formats[name], { ...limits, pieces, chunkBytes });
        const spans = [
          ...records.map(({ position, text: record }) => [position, position + record.length] as const),
          ...problems.map(({ position, totalBytes }) => [position, position + totalBytes] as const),
        ].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        spans.reduce((end, span) => {
          expect(span[0]).toBeGreaterThanOrEqual(end);
          return span[1];
        }, 0);
        for (const { bytes } of chunks) structuredClone(bytes, { transfer: [bytes.buffer as ArrayBuffer] });
        expect(chunks.every(({ bytes }) => bytes.length === 0)).toBe(true);
      }),
      { seed: 44, numRuns: 500 },
    );
  });

  it('survives random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), sizes, async (bytes, pieces) => {
        const whole = await frameAll(bytes, formats[name], limits);
        const split = await frameAll(bytes, formats[name], { ...limits, pieces, chunkBytes: 16 });
        expect(split.records).toEqual(whole.records);
        expect(split.problems).toEqual(whole.problems);
      }),
      { seed: 45, numRuns: 500 },
    );
  });
});
