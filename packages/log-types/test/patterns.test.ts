import { beforeAll, describe, expect, it } from '@jest/globals';
import { patternsInUse } from './patterns-in-use.ts';
import { faultOf, provenPatterns } from './prove.ts';

/** `SIEM_PROVE_PATTERNS=all` proves again what was proven before. */
const again = process.env['SIEM_PROVE_PATTERNS'] === 'all';

describe('regular expressions that records meet', () => {
  let inUse: Awaited<ReturnType<typeof patternsInUse>>;

  beforeAll(async () => {
    inUse = await patternsInUse();
  });

  it('are all known', () => {
    expect(inUse.patterns.size).toBeGreaterThan(200);
    expect(inUse.keys.size).toBeGreaterThan(50);
  });

  it('take time in proportion to the text, as a checker proves; scripts/prove-patterns.ts records it', async () => {
    const proven = again ? new Set<string>() : provenPatterns();
    const faults: string[] = [];
    for (const pattern of [...inUse.patterns.keys(), ...inUse.keys]) {
      const fault = proven.has(pattern) ? undefined : await faultOf(pattern, inUse.keys.has(pattern));
      if (fault !== undefined) faults.push(`${inUse.patterns.get(pattern) ?? 'keys'}: ${fault}`);
    }
    expect(faults).toEqual([]);
  }, 600_000);
});

describe('the checker', () => {
  it('finds what is exponential, and what is square unless it meets only keys', async () => {
    expect(await faultOf('/^(a+)+$/', true)).toMatch(/exponential/);
    expect(await faultOf('/a+$/', false)).toMatch(/polynomial/);
    expect(await faultOf('/a+$/', true)).toBeUndefined();
    expect(await faultOf('/^a+$/', false)).toBeUndefined();
  });
});
