import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { openEnvelope } from '../src/index.ts';
import { documents, json, normalizeFile, text } from './wrapped.ts';

const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64');
const kinesis = (...data: string[]) => ({
  Records: data.map((one, i) => ({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'k',
      sequenceNumber: String(i),
      data: one,
      approximateArrivalTimestamp: 1769767200.5,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    awsRegion: 'eu-west-1',
  })),
});
const firehose = (...data: string[]) => ({
  requestId: 'r',
  timestamp: 1769767200000,
  records: data.map((one) => ({ data: one })),
});

describe('payloads of streams', () => {
  it('finds several JSON values in one Kinesis record, with the time of its arrival', async () => {
    const chunk = await normalizeFile(json, JSON.stringify(kinesis(base64('{"a":1}{"a":2}\n{"items":[{"a":3}]}'))));
    expect(documents(chunk).map((document) => [document['a'], document['@timestamp']])).toEqual([
      [1, '2026-01-30T10:00:00.500000+00:00'],
      [2, '2026-01-30T10:00:00.500000+00:00'],
      [3, '2026-01-30T10:00:00.500000+00:00'],
    ]);
  });

  it('finds several members of gzip in one Firehose record', async () => {
    const members = Buffer.concat([gzipSync('WARN one\nINFO two\n'), gzipSync('WARN three\n')]);
    const chunk = await normalizeFile(text, JSON.stringify(firehose(base64(members), base64('INFO four')), null, 2));
    expect(documents(chunk).map((document) => [document['level'], document['words']])).toEqual([
      ['WARN', 'one'],
      ['INFO', 'two'],
      ['WARN', 'three'],
      ['INFO', 'four'],
    ]);
  });

  it('keeps digits that no double holds', async () => {
    const chunk = await normalizeFile(json, JSON.stringify(firehose(base64('{"n":12345678901234567890}'))));
    expect(Buffer.from(chunk.body).toString()).toContain('"n":12345678901234567890');
  });

  it('opens the data of a subscription as Lambda gets it', async () => {
    const event = {
      messageType: 'DATA_MESSAGE',
      owner: '444455556666',
      logGroup: 'g',
      logStream: 's',
      logEvents: [{ id: '1', timestamp: 1769767200000, message: 'WARN disk' }],
    };
    const data = base64(gzipSync(JSON.stringify(event)));
    const chunk = await normalizeFile(text, JSON.stringify({ awslogs: { data } }));
    expect(documents(chunk)).toMatchObject([{ level: 'WARN', '@log_group': 'g' }]);
  });

  it('reports broken compression as a dead letter', async () => {
    const cut = gzipSync('{"a":1}').subarray(0, 15);
    const chunk = await normalizeFile(json, JSON.stringify(kinesis(base64(cut), base64('{"a":2}'))));
    expect([chunk.read, chunk.deadLetters.map(({ code }) => code), documents(chunk).length]).toEqual([
      2,
      ['broken_payload'],
      1,
    ]);
  });

  it('refuses a payload that grows beyond the limit', async () => {
    const bomb = base64(gzipSync(Buffer.alloc(130 * 1024 * 1024)));
    const chunk = await normalizeFile(json, JSON.stringify(kinesis(bomb)));
    expect(chunk.deadLetters).toMatchObject([{ code: 'broken_payload' }]);
  });

  it.each([
    ['other members', { data: base64('{}'), id: 1 }],
    ['text that is no Base64', { data: 'plain text' }],
    ['an object', { data: { a: 1 } }],
    ['bytes that are neither text nor gzip', { data: 'test' }],
    ['an empty list', { records: [] }],
    ['a list of something else', { Records: [{ eventVersion: '1.0' }] }],
    ['no object in the list', { Records: [1, null] }],
  ])('leaves a record with %s as it is', (_name, value) => {
    expect(openEnvelope(value)).toBeUndefined();
  });
});
