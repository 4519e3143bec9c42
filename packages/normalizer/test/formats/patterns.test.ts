import { describe, expect, it } from '@jest/globals';
import { patternParser } from '../../src/formats/patterns.ts';

describe('text patterns', () => {
  const parser = patternParser([/^(?<a>\d+) (?<b>\w+)$/, /^(?<a>\d+) (?<rest>.*)$/s]);

  it('knows the fields of all patterns', () => {
    expect(parser.names).toEqual(['a', 'b', 'rest']);
  });

  it('takes the first pattern that matches, over several lines', () => {
    expect({ ...parser.parse('1 x') }).toEqual({ a: '1', b: 'x' });
    expect({ ...parser.parse('1 x\ny') }).toEqual({ a: '1', rest: 'x\ny' });
    expect(parser.parse('none')).toBeUndefined();
  });
});
