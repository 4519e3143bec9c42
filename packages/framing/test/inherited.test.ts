import { describe, expect, it } from '@jest/globals';
import type { Format } from '@siem/log-type';
import { frameAll } from './helpers.ts';

const format: Format = {
  kind: 'multiline',
  first: /^(?:\d\d | {2})\w/,
  inherited: { group: 'time', from: /^(\d\d) / },
  patterns: [/^(?:(?<time>\d\d)| ) (?<text>[\s\S]*)$/],
};

describe('what records inherit', () => {
  it.each([4, 8, 12, 16, 1024])('is the same in chunks of %i bytes', async (chunkBytes) => {
    const { chunks } = await frameAll('  x\n01 a\n  b\n  c\nmore\n02 d\n  e\n', format, { chunkBytes });
    const times = chunks.flatMap(({ bytes, ranges, inherited }) => {
      let time = inherited;
      return Array.from({ length: ranges!.length / 2 }, (_, i) => {
        const text = Buffer.from(bytes).toString('utf8', ranges![2 * i], ranges![2 * i + 1]);
        time = /^(\d\d) /.exec(text)?.[1] ?? time;
        return [text, time];
      });
    });
    expect(times).toEqual([
      ['  x', undefined],
      ['01 a', '01'],
      ['  b', '01'],
      ['  c\nmore', '01'],
      ['02 d', '02'],
      ['  e', '02'],
    ]);
  });
});
