import { afterEach, describe, expect, it } from '@jest/globals';
import { defaultNaming } from '@siem/normalizer';
import { Quarantine } from '../../src/isolation/quarantine.ts';

const quarantineWith = (memoryMib: number) =>
  new Quarantine(memoryMib, {
    enrichment: {},
    exclusion: {},
    detection: {},
    normalizer: { naming: defaultNaming },
    definitionModules: [new URL('../fixtures/poison-log-type.ts', import.meta.url).href],
  });
const quarantine = quarantineWith(96);
const signal = new AbortController().signal;
const run = (text: string, timeoutMs = 60_000, where = quarantine) =>
  where.run({ logType: 'poison-lines', bucket: 'b', key: 'k', nowMs: 0, bytes: Buffer.from(text) }, timeoutMs, signal);

afterEach(() => quarantine.close());

describe('the quarantine', () => {
  it('outlives whatever ends its process', async () => {
    await expect(run('kill 1')).rejects.toMatchObject({ code: 'record_crashed_thread' });
    await expect(run('exit 1')).rejects.toMatchObject({ code: 'record_crashed_thread' });
    await expect(run('allocate 1')).rejects.toMatchObject({ code: 'record_crashed_thread' });
    await expect(run('loop 1', 300)).rejects.toMatchObject({ code: 'record_timed_out' });
    expect((await run('good 1\nbroken')).deadLetters.map(({ code }) => code)).toEqual(['no_pattern_matched']);
  });

  it('does not blame a record for a process that cannot be started', async () => {
    const broken = quarantineWith(Number.NaN);
    await expect(run('good 1', 60_000, broken)).rejects.toMatchObject({ code: 'quarantine_not_started' });
  });
});
