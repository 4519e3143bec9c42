import { normalizeIso8601, type RawRecord, timestampParser } from '@siem/log-type';
import { textOf } from '../shared/json-values.ts';

const usTimes = ['%m/%d/%Y %I:%M:%S %p', '%m/%d/%Y %I:%M:%S %p %z', '%m/%d/%Y %H:%M:%S'].map((format) =>
  timestampParser(format),
);

const timeMembers = [
  'createdDateTime',
  'activityDateTime',
  'detectedDateTime',
  'riskLastUpdatedDateTime',
  'ActivityDate',
];

/**
 * First time of the record that can be read. Some services write `3/24/2026 2:42:35 PM`, some `2026-03-24T5:32:08Z`; an
 * index refuses both as a date, so they are written anew.
 */
export function timeOf(record: RawRecord, facts: RawRecord): string | undefined {
  let first: string | undefined;
  for (const [owner, names] of [[facts, timeMembers] as const, [record, ['time']] as const]) {
    for (const name of names) {
      const text = textOf(owner[name]);
      if (text === undefined) continue;
      const time = readTime(text);
      if (time?.isOdd === true) owner[name] = time.text;
      first ??= time?.text;
    }
  }
  return first;
}

function parseUsTime(text: string): string | undefined {
  for (const parse of usTimes) {
    const time = parse(text, 0);
    if (time !== undefined) return time;
  }
  return undefined;
}

function readTime(text: string): { text: string; isOdd: boolean } | undefined {
  if (normalizeIso8601(text) !== undefined) return { text, isOdd: false };
  const odd = normalizeIso8601(text.replace(/T(\d):/, 'T0$1:')) ?? parseUsTime(text);
  return odd === undefined ? undefined : { text: odd, isOdd: true };
}
