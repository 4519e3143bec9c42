import { describe, expect, it } from '@jest/globals';
import { keyValueParser } from '../../src/formats/key-value.ts';

const { parse } = keyValueParser({ kind: 'keyvalue' });

describe('key-value pairs', () => {
  it('reads plain and quoted values', () => {
    expect(parse('level=info  msg="user \\"bob\\" logged in" n=5 empty= q=""')).toEqual({
      level: 'info',
      msg: 'user "bob" logged in',
      n: '5',
      empty: '',
      q: '',
    });
  });

  it('leaves out words without a value', () => {
    expect(parse('starting up a=1 now b=2 done')).toEqual({ a: '1', b: '2' });
  });

  it('takes other separators', () => {
    const { parse: parseOther } = keyValueParser({ kind: 'keyvalue', pairSeparator: ', ', valueSeparator: ': ' });
    expect(parseOther('a: 1, b: "x, y", c: z')).toEqual({ a: '1', b: 'x, y', c: 'z' });
  });

  it('ends a value whose quote is never closed with the text', () => {
    expect(parse('a="never closed b=1')).toEqual({ a: 'never closed b=1' });
  });

  it('refuses text without a pair', () => {
    expect(parse('nothing here')).toBeUndefined();
  });

  it.each([
    ['words', 'w '],
    ['equals signs', '='],
    ['quotes', '"'],
  ])('reads a megabyte of %s in linear time', (_name, part) => {
    const text = `${part.repeat(1_000_000 / part.length)} k=v`;
    expect(() => parse(text)).not.toThrow();
  });
});
