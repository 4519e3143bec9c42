import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeInto } from '../src/merge.ts';
import { prune } from '../src/prune.ts';
import {
  ipListText,
  ipv4Number,
  isIpAddress,
  keywordText,
  listText,
  longText,
  numberText,
  quote,
  safeId,
  valueText,
} from '../src/runtime.ts';

const settings = { seed: 7, numRuns: 500 };

describe('texts for JSON', () => {
  it('quotes any string so that JSON reads it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => expect(JSON.parse(quote(text))).toBe(text)),
      settings,
    );
  });

  it('writes numbers as they stand, and nothing as a number that is none', () => {
    for (const text of ['0', '22', '-1', '0.004', '1e3', '123456789012345']) expect(numberText(text)).toBe(text);
    for (const text of ['007', '+5', '1.', '.5', 'NaN', '0x10', '1 ', ''])
      expect(numberText(text)).toBe(JSON.stringify(text));
    fc.assert(
      fc.property(fc.string(), (text) => expect(() => JSON.parse(numberText(text))).not.toThrow()),
      settings,
    );
  });

  it('gives whole numbers for long fields, or nothing', () => {
    expect(longText('0042')).toBe('42');
    expect(longText('+7')).toBe('7');
    expect(longText(3.9)).toBe('3');
    for (const value of ['', '-', '1.5', 'x', true, Number.NaN]) expect(longText(value)).toBe('');
  });

  it('leaves out what says nothing', () => {
    for (const value of ['', '-', 'null', '[]', undefined, null, {}, []]) {
      expect(keywordText(value)).toBe('');
      expect(valueText(value)).toBe('');
    }
  });

  it('makes unique sorted lists', () => {
    expect(listText(['b', ['a', 'b', '-'], undefined, 3], () => true)).toBe('["3","a","b"]');
    expect(ipListText([{ json: '"10.0.0.2"' }, null, { json: '"10.0.0.1"' }, { json: '"10.0.0.2"' }])).toBe(
      '["10.0.0.1","10.0.0.2"]',
    );
  });

  it('shortens ids that OpenSearch would refuse', () => {
    expect(safeId('a'.repeat(400))).toHaveLength(400);
    expect(safeId('ü'.repeat(400))).toHaveLength(32);
  });
});

describe('addresses', () => {
  it('agrees with node:net on any text', () => {
    const nearly = fc.stringMatching(/^[0-9a-f.:]{0,20}$/);
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), nearly), (text) => expect(isIpAddress(text)).toBe(isIP(text) !== 0)),
      settings,
    );
  });

  it('numbers IPv4 addresses', () => {
    expect(ipv4Number('0.0.0.1')).toBe(1);
    expect(ipv4Number('255.255.255.255')).toBe(2 ** 32 - 1);
    for (const text of ['1.2.3', '1.2.3.256', '01.2.3.4', '1.2.3.4.5', '1..3.4']) expect(ipv4Number(text)).toBe(-1);
  });
});

describe('prune', () => {
  it('takes out what says nothing and keeps positions in arrays', () => {
    const record = { a: '-', b: { c: null, d: '' }, e: [{ f: 'null' }, 1], g: false, h: 0, i: ['', 'x'], j: [''] };
    expect(prune(record)).toBe(false);
    expect(JSON.parse(JSON.stringify(record))).toEqual({ e: [{}, 1], g: false, h: 0, i: ['', 'x'] });
  });
});

describe('mergeInto', () => {
  it('joins objects and overrides the rest', () => {
    expect(mergeInto({ a: { b: 1 }, c: 'x' }, { a: { d: 2 }, c: { e: 3 } })).toEqual({
      a: { b: 1, d: 2 },
      c: { e: 3 },
    });
  });

  it('keeps hostile keys as plain members', () => {
    const merged = mergeInto({}, JSON.parse('{"__proto__":{"polluted":true},"constructor":1}'));
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"polluted":true},"constructor":1}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
