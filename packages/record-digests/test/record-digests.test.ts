import { hash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { quotedDigits, RecordDigests } from '../src/index.ts';

const digests = new RecordDigests();

function check(records: readonly Uint8Array[]): void {
  const bytes = Buffer.concat(records);
  const ranges: number[] = [];
  let at = 0;
  for (const record of records) {
    ranges.push(at, at + record.length);
    at += record.length;
  }
  const json = digests.of(bytes, ranges)!;
  records.forEach((record, i) => {
    expect(json.slice(quotedDigits * i, quotedDigits * (i + 1))).toBe(`"${hash('md5', record)}"`);
  });
}

describe('digests of records', () => {
  test('of every length up to some blocks, where the padding differs', () => {
    check(Array.from({ length: 300 }, (_, length) => Buffer.alloc(length, 'a')));
  });

  test('of any number of any records', () => {
    const records = fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 40 });
    fc.assert(fc.property(records, check), { seed: 1, numRuns: 200 });
  });

  test('of a record that is much longer than its neighbours', () => {
    check([Buffer.from('short'), Buffer.alloc(100_000, 'long '), Buffer.alloc(0), Buffer.from('x'.repeat(64))]);
  });

  test('memory that was used before does not matter', () => {
    check([Buffer.alloc(50_000, 0xff)]);
    check([Buffer.from('a'), Buffer.from('b')]);
  });

  test('of texts, whatever their characters', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 100 }), { minLength: 1, maxLength: 20 });
    const property = fc.property(texts, (list) => {
      expect(digests.ofTexts(list)).toBe(list.map((text) => `"${hash('md5', text)}"`).join(''));
    });
    fc.assert(property, { seed: 1, numRuns: 200 });
  });

  test('not of two halves of a character, which would be one when joined', () => {
    expect(digests.ofTexts(['a\ud83d', '\ude00b'])).toBeUndefined();
  });

  test('chunks of unusual size are left to others', () => {
    expect(digests.of(new Uint8Array(9 * 1024 * 1024), [0, 1])).toBeUndefined();
    expect(digests.of(new Uint8Array(0), [])).toBeUndefined();
  });
});
