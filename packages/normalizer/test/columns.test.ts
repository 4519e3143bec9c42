import { describe, expect, it } from '@jest/globals';
import type { ColumnsFormat } from '@siem/log-type';
import fc from 'fast-check';
import { columnsParser, headerNames, splitCsv } from '../src/columns.ts';

const plain: ColumnsFormat = { kind: 'columns', delimiter: ' ', header: 'file' };
const quoted: ColumnsFormat = { kind: 'columns', delimiter: ' ', quotes: 'double-and-brackets', header: [] };

describe('columns', () => {
  it('names values in order, leaves missing ones out and keeps extra ones', () => {
    const { parse } = columnsParser(plain, ['a', 'b', 'c']);
    expect(parse('1 2 3')).toEqual({ a: '1', b: '2', c: '3' });
    expect(parse('1 2')).toEqual({ a: '1', b: '2' });
    expect(parse('1 2 3 4 5')).toEqual({ a: '1', b: '2', c: '3', extra_columns: '4 5' });
    expect(parse('1  3')).toEqual({ a: '1', b: '', c: '3' });
  });

  it('refuses a line with fewer values than the format needs', () => {
    const { parse } = columnsParser({ ...plain, minColumns: 2 }, ['a', 'b', 'c']);
    expect(parse('1')).toBeUndefined();
    expect(columnsParser({ ...plain, minColumns: 2 }, ['a', 'b']).parse('')).toBeUndefined();
    expect(columnsParser({ ...plain, minColumns: 'header' }, ['a', 'b', 'c']).parse('1 2')).toBeUndefined();
  });

  it('reads quoted and bracketed values with quotes of their own inside', () => {
    const { parse } = columnsParser(quoted, ['t', '"request', '"agent', 'n']);
    expect(parse('[06/Feb/2019:00:00:38 +0000] "GET /a b" "my "agent", 1" 7')).toEqual({
      t: '06/Feb/2019:00:00:38 +0000',
      request: 'GET /a b',
      agent: 'my "agent", 1',
      n: '7',
    });
    expect(parse('- "-" "" 7')).toEqual({ t: '-', request: '-', agent: '', n: '7' });
    expect(parse('t "a \\" b" "c" 7')?.['request']).toBe('a \\" b');
  });

  it('tells the quote that ends a value by the form of the next value', () => {
    const { parse } = columnsParser({ ...quoted, forms: { n: /-|\d{3}/ } }, ['"request', 'n', '"agent', 'm']);
    expect(parse('"GET /?a="b" 1=1 HTTP/1.1" 200 "x" 7')).toEqual({
      request: 'GET /?a="b" 1=1 HTTP/1.1',
      n: '200',
      agent: 'x',
      m: '7',
    });
    expect(parse('"a" odd "x" 7')).toEqual({ request: 'a', n: 'odd', agent: 'x', m: '7' });
  });

  it('takes a backslash for part of the value where quotes are not escaped', () => {
    const { parse } = columnsParser({ ...quoted, unescapedQuotes: true }, ['"url', '"reason', 'n', '"agent']);
    expect(parse('"/a\\" "-" 7 "b "c"')).toEqual({ url: '/a\\', reason: '-', n: '7', agent: 'b "c' });
  });

  it('never throws, whatever the line', () => {
    const { parse } = columnsParser(quoted, ['t', '"request', '"agent', 'n']);
    const hostile = fc.stringMatching(/^["[\] \\a-c]{0,40}$/);
    fc.assert(
      fc.property(hostile, (line) => void parse(line)),
      { seed: 11, numRuns: 1000 },
    );
  });

  it('gives back what was joined, for values without the delimiter', () => {
    const values = fc.array(fc.stringMatching(/^[^ "]{1,10}$/), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(values, (list) =>
        expect(columnsParser(plain, ['a', 'b', 'c']).parse(list.join(' '))).toEqual({
          a: list[0],
          b: list[1],
          c: list[2],
        }),
      ),
      { seed: 12 },
    );
  });

  it('reads what a CSV writer wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (values) => {
        const line = values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',');
        expect(splitCsv(line, ',')).toEqual(values);
      }),
      { seed: 13 },
    );
  });

  it('names columns as the reference does', () => {
    expect(headerNames('version account-id pkt-srcaddr', plain)).toEqual(['version', 'account_id', 'pkt_srcaddr']);
  });
});
