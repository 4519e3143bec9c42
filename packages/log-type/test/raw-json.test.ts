import { describe, expect, it } from '@jest/globals';
import { rawJson, scalarText } from '../src/raw-json.ts';
import { booleanText, doubleText, keywordText, listText, longText } from '../src/runtime.ts';

const digits = '9007199254740993';

describe('values that are no plain text or number', () => {
  it('gives the digits of a number too big for JavaScript in every type', () => {
    const number = rawJson(digits);
    expect([longText(number), keywordText(number), doubleText(number)]).toEqual([
      digits,
      `"${digits}"`,
      '9007199254740992',
    ]);
    expect(listText([number, 'a'], () => true)).toBe(`["${digits}","a"]`);
  });

  it('gives nothing for objects, whatever members they have', () => {
    for (const value of [{}, { toString: 1 }, { toString: null, valueOf: 'x' }, [1, 2], []]) {
      expect([longText(value), doubleText(value), booleanText(value), scalarText(value)]).toEqual(['', '', '', '']);
    }
  });

  it('takes the one value of a list', () => {
    expect([longText(['5']), doubleText([[2.5]]), booleanText([true])]).toEqual(['5', '2.5', 'true']);
  });
});
