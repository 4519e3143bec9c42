import { describe, expect, it } from '@jest/globals';
import { parseExactJson } from '../src/parser.ts';

describe('a record with long numbers', () => {
  it.each(['9007199254740991', '-9007199254740993', '9007199254740993', '12345678901234567890', '1582438383425873'])(
    'keeps the digits of %s',
    (number) => {
      const text = `{"flow_id":${number},"name":"${number}"}`;
      expect(JSON.stringify(parseExactJson(text))).toBe(text);
    },
  );
});
