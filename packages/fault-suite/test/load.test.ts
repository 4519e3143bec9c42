import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { makeLoad } from '../src/harness/load.ts';
import { tokensIn } from '../src/harness/token.ts';

describe('a load', () => {
  it('is the same for the same seed, and another for another', () => {
    const bodies = (seed: number) => makeLoad(seed, 3_000).objects.map(({ body }) => body.toString('base64'));
    expect(bodies(3)).toEqual(bodies(3));
    expect(bodies(3)).not.toEqual(bodies(4));
  });

  it('has so many records, and every record a token that is expected as often as it is there', () => {
    // Prepare
    const load = makeLoad(5, 8_000);
    const found = new Map<string, number>();

    // Act
    for (const { key, body } of load.objects) {
      if (key.endsWith('.zip.gz')) continue;
      for (const token of tokensIn(gunzipSync(body).toString())) found.set(token, (found.get(token) ?? 0) + 1);
    }

    // Assess
    expect(load.objects.reduce((sum, { records }) => sum + records, 0)).toBe(8_000);
    expect([...load.expected.values()].reduce((sum, times) => sum + times, 0)).toBe(8_000);
    for (const [token, times] of found) expect(load.expected.get(token)).toBe(times);
    expect([...load.expected.values()]).toContain(2);
    expect(load.unreadable.size).toBeGreaterThan(0);
  });
});
