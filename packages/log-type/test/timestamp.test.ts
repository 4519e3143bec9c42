import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalizeIso8601, parseEpoch, parseSyslogTime, timestampParser } from '../src/timestamp.ts';

const nowMs = Date.UTC(2026, 0, 31);

describe('ISO 8601 times', () => {
  it.each([
    ['2024-05-14T03:05:06Z', '2024-05-14T03:05:06+00:00'],
    ['2024-05-14T03:05:06.123456Z', '2024-05-14T03:05:06.123456+00:00'],
    ['2024-05-14T03:05:06.000000Z', '2024-05-14T03:05:06+00:00'],
    ['2024-05-14T03:05:06.881Z', '2024-05-14T03:05:06.881000+00:00'],
    ['2024-05-14T03:05:06.123456789Z', '2024-05-14T03:05:06.123456+00:00'],
    ['2024-05-14 03:05:06', '2024-05-14T03:05:06+00:00'],
    ['2024-05-14 03:05:06,5+09:00', '2024-05-14T03:05:06.500000+09:00'],
    ['2024-05-14T03:05:06-0330', '2024-05-14T03:05:06-03:30'],
    ['20240514T030506Z', '2024-05-14T03:05:06+00:00'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00+00:00'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59+00:00'],
  ])('reads %s', (text, expected) => expect(normalizeIso8601(text)).toBe(expected));

  it.each([
    '',
    'yesterday',
    '2023-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-05-14T24:00:00Z',
    '2024-05-14T03:05:06.12345xZ',
    '1e5',
  ])('refuses %j', (text) => expect(normalizeIso8601(text)).toBeUndefined());

  it('agrees with Date for every time of four centuries', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1800-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true }),
        (date) => {
          const text = normalizeIso8601(date.toISOString())!;
          expect(Date.parse(text)).toBe(date.getTime());
        },
      ),
      { seed: 1 },
    );
  });

  it('are the same read without a regular expression and with one', () => {
    const number = (digits: number, max: number) => fc.nat(max).map((value) => String(value).padStart(digits, '0'));
    const fraction = fc.oneof(
      fc.constantFrom('', '.', '.0', '.000', '.5x', ',5'),
      fc.integer({ min: 1, max: 12 }).chain((digits) => number(digits, 10 ** digits - 1).map((text) => `.${text}`)),
    );
    const time = fc
      .tuple(number(4, 2400), number(2, 13), number(2, 32), number(2, 25), number(2, 61), number(2, 61), fraction)
      .map(([Y, m, d, H, M, S, f]) => [`${Y}-${m}-${d}`, `${H}:${M}:${S}${f}`]);
    const zone = fc.constantFrom('Z', '+00:00', ' Z', '', '+01:00', '-00:00');

    fc.assert(
      fc.property(time, fc.constantFrom('T', ' '), zone, ([date, clock], separator, offset) => {
        // A small t is allowed and rare, so that it goes the long way.
        expect(normalizeIso8601(`${date}${separator}${clock}${offset}`)).toBe(
          normalizeIso8601(`${date}t${clock}${offset}`),
        );
      }),
      { seed: 1, numRuns: 5_000 },
    );
  });
});

describe('epoch times', () => {
  it.each([
    [1477913820, '2016-10-31T11:37:00+00:00'],
    ['1477913820', '2016-10-31T11:37:00+00:00'],
    [1477913820123, '2016-10-31T11:37:00.123000+00:00'],
    ['1477913820123456', '2016-10-31T11:37:00.123456+00:00'],
    ['1477913820.5', '2016-10-31T11:37:00.500000+00:00'],
    [0, '1970-01-01T00:00:00+00:00'],
    [-1, '1969-12-31T23:59:59+00:00'],
  ])('tells the unit of %s by its size', (value, expected) => expect(parseEpoch(value)).toBe(expected));

  it.each(['', '-', 'soon', Number.NaN, Number.POSITIVE_INFINITY, null, {}, '9'.repeat(30)])('refuses %p', (value) =>
    expect(parseEpoch(value)).toBeUndefined(),
  );
});

describe('syslog times without a year', () => {
  it('takes the year that puts them last before now', () => {
    expect(parseSyslogTime('Jan 30 10:05:01', nowMs)).toBe('2026-01-30T10:05:01+00:00');
    expect(parseSyslogTime('Dec  9 23:59:59', nowMs)).toBe('2025-12-09T23:59:59+00:00');
  });

  it('allows clocks that are up to twelve hours ahead', () => {
    expect(parseSyslogTime('Jan 31 11:59:00', nowMs)).toBe('2026-01-31T11:59:00+00:00');
    expect(parseSyslogTime('Jan 31 12:01:00', nowMs)).toBe('2025-01-31T12:01:00+00:00');
  });

  it('puts 29 February into the last leap year', () => {
    expect(parseSyslogTime('Feb 29 10:05:01', nowMs)).toBe('2024-02-29T10:05:01+00:00');
  });

  it.each([
    ['Fri Jan  2 15:04:05 2015', '2015-01-02T15:04:05+00:00'],
    ['2015 Jan 2 15:04:05.25', '2015-01-02T15:04:05.250000+00:00'],
    ['Jan  2 15:04:05 CET', '2026-01-02T15:04:05+01:00'],
    ['Jan  2 2015 15:04:05 -0300', '2015-01-02T15:04:05-03:00'],
    ['Fri Jan  2 15:04:05 UTC 2015', '2015-01-02T15:04:05+00:00'],
  ])('reads %s', (text, expected) => expect(parseSyslogTime(text, nowMs)).toBe(expected));

  it('refuses zones that mean several places', () =>
    expect(parseSyslogTime('Jan 30 10:05:01 IST', nowMs)).toBeUndefined());

  it('reads a text that it has just read as if it were new, whenever it was written', () => {
    const texts = [
      'Dec 31 23:59:59',
      'Jan  1 00:00:00',
      'Feb 29 10:05:01',
      'Jan  2 15:04:05 +1100',
      'Jan 2 2015 15:04:05',
      'x',
    ];
    const written = fc.integer({ min: Date.UTC(2014, 11, 30), max: Date.UTC(2017, 0, 3) });
    const nearNewYear = fc.integer({ min: -86_400_000, max: 3 * 86_400_000 }).map((ms) => Date.UTC(2016, 0) + ms);
    const lines = fc.array(fc.tuple(fc.constantFrom(...texts), fc.oneof(written, nearNewYear)), { minLength: 50 });
    const property = fc.property(lines, (list) => {
      const parse = timestampParser('syslog');
      for (const [text, writtenMs] of list) expect(parse(text, writtenMs)).toBe(parseSyslogTime(text, writtenMs));
    });
    fc.assert(property, { seed: 1, numRuns: 300 });
  });

  it('refuses what is no time', () => expect(parseSyslogTime('Foo 30 10:05:01', nowMs)).toBeUndefined());
});

describe('strptime formats', () => {
  it('takes the last year before it was written where the format has none', () =>
    expect(timestampParser('%d.%m. %H:%M:%S')('30.12. 10:05:01', nowMs)).toBe('2025-12-30T10:05:01+00:00'));

  it.each([
    ['%d/%b/%Y:%H:%M:%S %z', '06/Feb/2019:00:00:38 +0000', '2019-02-06T00:00:38+00:00'],
    ['%Y-%m-%d %H:%M:%S,%f', '2024-05-14 03:05:06,123', '2024-05-14T03:05:06.123000+00:00'],
    ['%m/%d/%Y %I:%M:%S %p', '5/4/2024 12:05:06 AM', '2024-05-04T00:05:06+00:00'],
    ['%a %b %d %H:%M:%S.%f %Y', 'Tue May 14 03:05:06.5 2024', '2024-05-14T03:05:06.500000+00:00'],
  ])('reads %s', (format, text, expected) => expect(timestampParser(format)(text, nowMs)).toBe(expected));

  it('assumes the zone that is given where the text has none', () => {
    expect(timestampParser('%Y-%m-%d %H:%M:%S', '+09:00')('2024-05-14 03:05:06', nowMs)).toBe(
      '2024-05-14T03:05:06+09:00',
    );
  });

  it('names the directive that it does not know', () => {
    expect(() => timestampParser('%Q')).toThrow("unknown directive '%Q'");
  });
});
