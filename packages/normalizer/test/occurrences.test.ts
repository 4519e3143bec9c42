import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type NormalizedChunk, numberOccurrences, Occurrences } from '../src/index.ts';

/**
 * A chunk whose documents have these hashes; the id is the hash's low word.
 * @param room bytes behind the body in its buffer
 */
function chunkOf(hashes: readonly number[], room = 0): NormalizedChunk {
  const actions = hashes.map((hash) => `{"create":{"_index":"i","_id":"${hash}"}}\n`);
  const sources = hashes.map((hash, i) => `{"hash":${hash},"n":${i}}\n`);
  const text = hashes.map((_, i) => actions[i]! + sources[i]!).join('');
  const actionStarts = new Uint32Array(hashes.length + 1);
  const sourceStarts = new Uint32Array(hashes.length);
  let at = 0;
  hashes.forEach((_, i) => {
    actionStarts[i] = at;
    sourceStarts[i] = at + actions[i]!.length;
    at += actions[i]!.length + sources[i]!.length;
  });
  actionStarts[hashes.length] = at;
  const contentHashes = new Uint32Array(hashes.flatMap((hash) => [hash, Math.imul(hash, 0x9e3779b1) >>> 0]));
  const body = Buffer.alloc(text.length + room);
  body.write(text);
  return {
    body: new Uint8Array(body.buffer, 0, text.length),
    actionStarts,
    sourceStarts,
    contentHashes,
    read: hashes.length,
    excluded: {},
    counted: {},
    detected: {},
    deadLetters: [],
  };
}

function ids(chunk: NormalizedChunk): string[] {
  const body = Buffer.from(chunk.body);
  return Array.from(chunk.sourceStarts, (start, i) => {
    JSON.parse(body.toString('utf8', start, chunk.actionStarts[i + 1]));
    return JSON.parse(body.toString('utf8', chunk.actionStarts[i], start)).create._id as string;
  });
}

describe('numberOccurrences', () => {
  it('gives the second and further equal records a number behind their id', () => {
    const occurrences = new Occurrences();
    expect(ids(numberOccurrences(chunkOf([1, 2, 1, 1]), occurrences))).toEqual(['1', '2', '1_1', '1_2']);
    expect(ids(numberOccurrences(chunkOf([2, 3]), occurrences))).toEqual(['2_1', '3']);
  });

  it('moves nothing but what stands behind, with room in the buffer and without', () => {
    const list = [1, 2, 1, 3, 3, 3, 4];
    const numbered = [0, 100].map((room) => numberOccurrences(chunkOf(list, room), new Occurrences()));
    const text = Buffer.from(chunkOf(list).body)
      .toString()
      .replace(/("_id":"1".*"_id":"1)"/s, '$1_1"')
      .replace(/("_id":"3".*?"_id":"3)(".*?"_id":"3)"/s, '$1_1$2_2"');
    for (const { body } of numbered) expect(Buffer.from(body).toString()).toBe(text);
    expect(numbered[1]!.actionStarts).toEqual(numbered[0]!.actionStarts);
  });

  it('leaves a chunk without repeats as it is', () => {
    const chunk = chunkOf([1, 2, 3]);
    expect(numberOccurrences(chunk, new Occurrences())).toBe(chunk);
  });

  it("does not touch records with the source's own id", () => {
    expect(ids(numberOccurrences(chunkOf([0, 0]), new Occurrences()))).toEqual(['0', '0']);
  });

  it('makes unique ids that do not depend on where chunks begin', () => {
    const hashes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 200 });
    const room = fc.integer({ min: 0, max: 600 });
    fc.assert(
      fc.property(hashes, fc.integer({ min: 1, max: 50 }), room, (list, chunkSize, bytes) => {
        const whole = ids(numberOccurrences(chunkOf(list, bytes), new Occurrences()));
        const occurrences = new Occurrences();
        const pieces: string[] = [];
        for (let i = 0; i < list.length; i += chunkSize) {
          pieces.push(...ids(numberOccurrences(chunkOf(list.slice(i, i + chunkSize)), occurrences)));
        }
        expect(pieces).toEqual(whole);
        expect(new Set(whole).size).toBe(list.length);
      }),
      { seed: 5 },
    );
  });

  it('finds repeats beyond a million records in bounded memory, the same way each time', () => {
    const run = () => {
      const occurrences = new Occurrences();
      const numbered: number[] = [];
      for (let i = 1; i <= 1_200_000; i++)
        if (occurrences.next(Math.imul(i, 0x9e3779b1) >>> 0, Math.imul(i, 0x85ebca6b) >>> 0) > 0) numbered.push(i);
      // Every one of these was seen before, some while the table was exact, some after.
      const seenAgain = [1, 500_000, 1_100_000].map((i) =>
        occurrences.next(Math.imul(i, 0x9e3779b1) >>> 0, Math.imul(i, 0x85ebca6b) >>> 0),
      );
      return { numbered, seenAgain };
    };
    const first = run();
    expect(first.seenAgain.every((count) => count > 0)).toBe(true);
    expect(first.numbered.length).toBeLessThan(1_200);
    expect(run()).toEqual(first);
  });
});
