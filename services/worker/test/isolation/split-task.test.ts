import { describe, expect, it } from '@jest/globals';
import { type RecordGroup, recordGroup } from '../../src/isolation/split-task.ts';

const origin = { logType: 'lines', bucket: 'b', key: 'k', nowMs: 0 };
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();

/** All single records, found by halving. */
function singles(group: RecordGroup): RecordGroup[] {
  const halves = group.halves();
  return halves === undefined ? [group] : halves.flatMap(singles);
}

describe('splitting a chunk', () => {
  it('halves lines down to each line, blank ones left out', () => {
    const group = recordGroup({ ...origin, bytes: Buffer.from('one\n\ntwo\nthree\n  \nfour') });
    expect(singles(group).map((single) => textOf(single.raw()))).toEqual(['one', 'two', 'three', 'four']);
  });

  it('gives parts ranges that fit their own bytes', () => {
    const bytes = Buffer.from('[{"a":1},{"b":2},{"c":3}]');
    const group = recordGroup({ ...origin, bytes, ranges: Uint32Array.of(1, 8, 9, 16, 17, 24) });
    const [left, right] = group.halves()!;
    const parts = [left.task(), right.task()].map(({ bytes: part, ranges }) => [textOf(part), [...ranges!]]);
    expect(parts).toEqual([
      ['{"a":1},{"b":2}', [0, 7, 8, 15]],
      ['{"c":3}', [0, 7]],
    ]);
  });

  it('looks into an envelope with many records', () => {
    const events = ['one', 'two', 'three'].map((message, id) => ({ id: String(id), message }));
    const bytes = Buffer.from(JSON.stringify({ messageType: 'DATA_MESSAGE', logGroup: 'g', logEvents: events }));
    const group = recordGroup({
      ...origin,
      bytes,
      ranges: Uint32Array.of(0, bytes.length),
      envelope: 'cloudwatch-logs',
    });
    const found = singles(group).map((single) => JSON.parse(textOf(single.raw())));
    expect(found.map(({ logGroup, logEvents }) => [logGroup, logEvents])).toEqual(events.map((one) => ['g', [one]]));
  });
});
