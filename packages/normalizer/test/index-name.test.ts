import { describe, expect, it } from '@jest/globals';
import { defaultNaming, IndexNamer, type IndexNaming } from '../src/index.ts';

const ingested = '2026-01-31T00:00:00+00:00';

function name(naming: Partial<IndexNaming>, timestamp: string): string {
  return new IndexNamer({ ...defaultNaming, ...naming }).name('log-x', timestamp, ingested);
}

describe('index names', () => {
  it.each([
    [{}, '2024-05-14T03:05:06+00:00', 'log-x-2024-05'],
    [{ rotation: 'daily' }, '2024-05-14T03:05:06+00:00', 'log-x-2024-05-14'],
    [{ rotation: 'yearly' }, '2024-05-14T03:05:06+00:00', 'log-x-2024'],
    [{ rotation: 'weekly' }, '2024-05-14T03:05:06+00:00', 'log-x-2024-w20'],
    [{ rotation: 'weekly' }, '2023-01-01T03:05:06+00:00', 'log-x-2023-w00'],
    [{ rotation: 'auto' }, '2024-05-14T03:05:06+00:00', 'log-x'],
    [{ rotation: 'aoss' }, '2024-05-14T03:05:06+00:00', 'log-x-001'],
    [{ rotation: 'aoss', suffix: 'prod' }, '2024-05-14T03:05:06+00:00', 'log-x-prod'],
    [{ suffix: 'prod' }, '2024-05-14T03:05:06+00:00', 'log-x-prod-2024-05'],
    [{ time: 'ingest' }, '2024-05-14T03:05:06+00:00', 'log-x-2026-01'],
    [{ rotation: 'daily', zoneOffsetMinutes: 540 }, '2024-05-14T15:05:06+00:00', 'log-x-2024-05-15'],
    [{ rotation: 'daily' }, '2024-05-14T03:05:06+09:00', 'log-x-2024-05-13'],
  ] as [Partial<IndexNaming>, string, string][])('%j %s -> %s', (naming, timestamp, expected) =>
    expect(name(naming, timestamp)).toBe(expected),
  );

  it('does not keep an answer over midnight in zones with half hours', () => {
    const namer = new IndexNamer({ ...defaultNaming, rotation: 'daily', zoneOffsetMinutes: 330 });
    expect(namer.name('log-x', '2024-05-14T18:29:00+00:00', ingested)).toBe('log-x-2024-05-14');
    expect(namer.name('log-x', '2024-05-14T18:31:00+00:00', ingested)).toBe('log-x-2024-05-15');
    const utc = new IndexNamer({ ...defaultNaming, rotation: 'daily' });
    expect(utc.name('log-x', '2024-05-14T05:29:00+05:30', ingested)).toBe('log-x-2024-05-13');
    expect(utc.name('log-x', '2024-05-14T05:31:00+05:30', ingested)).toBe('log-x-2024-05-14');
  });
});
