import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { documents, json, normalizeFile, text } from './wrapped.ts';

/** Wraps the texts of some records into fewer or as many texts. */
type Wrap = (texts: readonly string[], random: () => number) => string[];

const accountId = '111122223333';
let number = 0;

const joined = (texts: readonly string[]) => texts.join('\n');
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');

/** In one or two payloads, each plain, compressed, or compressed in two members. */
function payloads(texts: readonly string[], random: () => number): string[] {
  const cut = Math.floor(random() * texts.length);
  return [texts.slice(0, cut), texts.slice(cut)]
    .filter((part) => part.length > 0)
    .map((part) => {
      const kind = random();
      if (kind < 0.3) return base64(joined(part));
      if (kind < 0.6) return base64(gzipSync(joined(part)));
      return base64(Buffer.concat(part.map((one) => gzipSync(`${one}\n`))));
    });
}

const cloudWatchLogs: Wrap = (texts) => [
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: accountId,
    logGroup: 'group',
    logStream: 'stream',
    subscriptionFilters: ['all'],
    logEvents: texts.map((message) => ({ id: `e${number++}`, timestamp: 1769767200000, message })),
  }),
];
const kinesis: Wrap = (texts, random) => [
  JSON.stringify({
    Records: payloads(texts, random).map((data) => ({
      kinesis: { partitionKey: 'p', sequenceNumber: String(number++), data, approximateArrivalTimestamp: 1769767200.5 },
      eventSource: 'aws:kinesis',
      eventID: 'shardId-000000000000:1',
    })),
  }),
];
const firehose: Wrap = (texts, random) => [
  JSON.stringify({
    requestId: 'request',
    timestamp: 1769767200000,
    records: payloads(texts, random).map((data) => ({ data })),
  }),
];
const firehoseItem: Wrap = (texts, random) =>
  payloads(texts, random).map((data) =>
    JSON.stringify({ recordId: `r${number++}`, approximateArrivalTimestamp: 1769767200000, data }),
  );
const sns: Wrap = (texts) =>
  texts.map((message) =>
    JSON.stringify({
      Type: 'Notification',
      MessageId: `m${number++}`,
      TopicArn: `arn:aws:sns:eu-west-1:${accountId}:logs`,
      Message: message,
      Timestamp: '2026-01-30T11:00:00.000Z',
    }),
  );
const fireLens: Wrap = (texts) =>
  texts.map((log) => JSON.stringify({ log, container_name: `c${number++}`, source: 'stdout' }));
const fluentBit: Wrap = (texts) => texts.map((log) => JSON.stringify({ date: 1769767200.123, log }));
const eventBridge: Wrap = (texts) =>
  texts.map((one) => {
    const event = {
      id: `b${number++}`,
      'detail-type': 'Something Happened',
      source: 'example',
      account: accountId,
      time: '2026-01-30T10:00:00Z',
      region: 'eu-west-1',
      resources: [],
    };
    return JSON.stringify(event).replace(/}$/, `,"detail":${one}}`);
  });

const forText = { cloudWatchLogs, kinesis, firehose, firehoseItem, sns, fireLens, fluentBit };
const forJson = { ...forText, eventBridge };

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What envelopes say themselves; the id has the envelope's in it. */
const ownFields = ['@log_group', '@log_stream', '@id', 'cloud', 'container', 'container_name', 'container_source'];

async function documentsOf(definition: typeof json, content: string): Promise<unknown[]> {
  const found = documents(await normalizeFile(definition, content));
  for (const document of found) for (const name of ownFields) delete document[name];
  return found;
}

const jsonRecords = [
  '{"time":"2026-01-30T09:00:00Z","a":1,"text":"Zeile \\n zwei \\"ü\\""}',
  '{"time":"2026-01-30T09:00:01Z","a":2,"big":12345678901234567890,"deep":{"list":[1,{"b":null}]}}',
  '{"time":"2026-01-30T09:00:02Z","a":3,"empty":[],"log":"not an envelope","data":"c2FtcGxl","kept":true}',
];
const textRecords = [
  '2026-01-30T09:00:00Z WARN disk is full',
  '2026-01-30T09:00:01Z INFO {"no":"envelope"} "quoted" \\ back',
  '2026-01-30T09:00:02Z ERROR naïve 日本 text',
];
const timedText: typeof text = {
  ...text,
  format: { kind: 'text', patterns: [/^(?<time>\S+) (?<level>[A-Z]+) (?<words>.*)$/] },
};

describe.each([
  ['JSON', json, jsonRecords, forJson],
  ['text', timedText, textRecords, forText],
] as const)('nested envelopes around %s', (_name, definition, records, wraps) => {
  it.each(Array.from({ length: 120 }, (_, seed) => seed))('give the same documents (seed %i)', async (seed) => {
    // Prepare
    const random = seeded(seed);
    const names = Object.keys(wraps) as (keyof typeof wraps)[];
    const chosen = Array.from(
      { length: 1 + Math.floor(random() * 3) },
      () => names[Math.floor(random() * names.length)]!,
    );
    let texts: readonly string[] = records;
    for (const name of chosen) texts = (wraps as Record<string, Wrap>)[name]!(texts, random);
    const separator = random() < 0.5 ? '\n' : '';
    const expected = await documentsOf(definition, joined(records));

    // Act
    const found = await documentsOf(definition, texts.join(separator));

    // Assess
    expect([chosen, found]).toEqual([chosen, expected]);
  });
});
