import { describe, expect, it } from '@jest/globals';
import { repairJson } from '../src/repair-json.ts';

describe('repairJson', () => {
  it.each([
    ['closes a text value that was cut off', '{"a":1,"b":{"c":"tex', { a: 1, b: { c: 'tex' } }],
    ['leaves out a name that was cut off', '{"a":1,"b":{"c":2,"nam', { a: 1, b: { c: 2 } }],
    ['leaves out a name without its value', '{"a":1,"b":', { a: 1 }],
    ['leaves out a number that may go on', '{"a":[1,2,3', { a: [1, 2] }],
    ['leaves out half an escape', '{"a":"b\\u00', { a: 'b' }],
    ['keeps what stands before a comma', '{"a":true,', { a: true }],
    ['keeps an empty object', '{"a":{', { a: {} }],
  ])('%s', (_name, text, expected) => {
    expect(repairJson(text)).toEqual({ value: expected, truncated: true });
  });

  it.each([
    [
      'an escape that JSON does not know',
      '{"a":"\\x1b[0m","b":"\\\\x","c":"\\u00e9"}',
      { a: '\\x1b[0m', b: '\\x', c: 'é' },
    ],
    ['control characters in text', '{"a":"one\ttwo\u0001"}', { a: 'one\ttwo\u0001' }],
  ])('repairs %s', (_name, text, expected) => {
    expect(repairJson(text)).toEqual({ value: expected, truncated: false });
  });

  it.each(['', 'plain text', '{]', '{"a":1}}', '{a:1}', '"open'])('gives nothing for %j', (text) => {
    const repaired = repairJson(text);
    expect(typeof repaired?.value === 'object').toBe(false);
  });

  it('takes linear time for deep and long input', () => {
    expect(repairJson('['.repeat(200_000))?.truncated).toBe(true);
    expect(repairJson(`{"a":"${'\\x'.repeat(200_000)}"}`)?.truncated).toBe(false);
  });
});
