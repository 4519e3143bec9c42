import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { asnFile, cityFile, createEnrichment } from '@siem/enrichment';
import { writeDemoDatabases } from '@siem/mmdb-builder';

const refreshMs = 1_000;
const address = '192.0.2.15';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'siem-geoip-'));
  writeDemoDatabases(directory);
});
afterEach(() => {
  jest.useRealTimers();
  rmSync(directory, { recursive: true, force: true });
});

async function openedUnderFakeTimers() {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  const enrichment = await createEnrichment({ geoipDirectory: directory, geoipRefreshMs: refreshMs });
  expect(JSON.stringify(enrichment.ip(address))).toContain('Dublin');
  return enrichment;
}

describe('a GeoIP directory', () => {
  it('that is away for a while leaves its databases in use', async () => {
    const enrichment = await openedUnderFakeTimers();

    renameSync(directory, `${directory}.away`);
    await jest.advanceTimersByTimeAsync(refreshMs * 3);

    expect(JSON.stringify(enrichment.ip(address))).toContain('Dublin');
    renameSync(`${directory}.away`, directory);
  });

  it('from which the databases are taken out enriches no more', async () => {
    const enrichment = await openedUnderFakeTimers();

    for (const file of [cityFile, asnFile]) rmSync(join(directory, file));
    await jest.advanceTimersByTimeAsync(refreshMs * 3);

    expect(JSON.stringify(enrichment.ip(address)) ?? '').not.toContain('Dublin');
  });
});
