import { describe, expect, it } from '@jest/globals';
import { frameBytes } from '../src/index.ts';
import { formats, frameAll, recordTexts } from './helpers.ts';

const item = (data: string) => ({ recordId: '1', data: Buffer.from(data).toString('base64') });
const event = { 'detail-type': 'x', source: 's', detail: { a: 1 } };

async function seen(content: string, format: keyof typeof formats): Promise<[string, number]> {
  const { records } = await frameAll(content, formats[format]);
  return [records[0]?.envelope ?? 'none', records.length];
}

describe('envelopes around formats of lines', () => {
  it.each([
    ['elements of a Firehose list', JSON.stringify({ requestId: 'r', records: [item('a'), item('b')] }), 'json', 2],
    ['elements of a Kinesis list', JSON.stringify({ Records: [{ kinesis: item('a') }] }, null, 1), 'json', 1],
    ['events that span lines', JSON.stringify(event, null, 2), 'json', 1],
    ['events that share a line', JSON.stringify(event).repeat(3), 'json', 3],
    ['an event a line', `${JSON.stringify(event)}\n${JSON.stringify(event)}\n`, 'none', 2],
    ['an event and then text', `${JSON.stringify(event)}\ntext\n`, 'none', 2],
    ['text as Firehose wraps it', '{"message":"2 a"}{"message":"2 b"}', 'json', 2],
    ['JSON that is no envelope', '{"a":1}{"a":2}', 'none', 1],
    ['text', 'detail-type\n', 'none', 1],
  ])('are %s', async (_name, content, envelope, count) => {
    expect(await seen(content, 'lines')).toEqual([envelope, count]);
  });

  it('are cut where records span lines, one a line or not', async () => {
    const line = '{"log":"2026-01-30 text","stream":"stdout"}';
    for (const name of ['multiline', 'events', 'csv'] as const) {
      expect(await seen(`${line}\n${line}\n`, name)).toEqual(['json', 2]);
    }
  });

  it('leave the list of another source to its own path', async () => {
    expect(await seen('{"Records":[{"eventVersion":"1"},{"data":"x","type":"t"}]}', 'jsonRecords')).toEqual([
      'none',
      2,
    ]);
  });
});

describe('exports of CloudWatch Logs', () => {
  it('have a JSON value a line, behind a time', async () => {
    const line = '2026-01-30T10:05:00.123Z {"a":1}\n';
    expect(await recordTexts(line.repeat(2), { kind: 'json' })).toEqual([line.trim(), line.trim()]);
  });
});

describe('lines that may be JSON objects', () => {
  it.each([
    ['objects that stand side by side', '{"a":1}{"a":2}', 'json', 2],
    ['objects that span lines', '{\n "a":1\n}\n{\n "a":2\n}\n', 'json', 2],
    ['an array of objects', '[{"a":1},\n{"a":2}]', 'json', 2],
    ['an object a line', '{"a":1}\n{"a":2}\n', 'none', 2],
    ['an object that spans lines, and then text', '{\n "a":1\n}\ntext\n', 'none', 4],
    ['text that begins with a brace', '{main} a\n{main} b\n', 'none', 2],
    ['text that begins with brackets', '[{main}] a\n[{main}] b\n', 'none', 2],
  ])('are %s', async (_name, content, envelope, count) => {
    const { records } = await frameAll(content, { kind: 'text', patterns: [], alsoJson: true });
    expect([records[0]?.envelope ?? 'none', records.length]).toEqual([envelope, count]);
  });
});

describe('frameBytes', () => {
  it.each(Object.keys(formats) as (keyof typeof formats)[])('cuts %s like frameRecords', async (name) => {
    const content = 'version a\n2026-01-01 one\n two\n<Event>1</Event>{"a":1}\n{"Records":[{"b":2},{"c":3}]}\nrest';
    const streamed = await frameAll(content, formats[name]);
    const framed = frameBytes(Buffer.from(content), formats[name]);
    const problems = framed.filter((one) => 'problem' in one);
    expect(problems).toHaveLength(streamed.problems.length);
    const bytes = framed.flatMap((one) => ('problem' in one ? [] : [Buffer.from(one.bytes).toString()]));
    for (const { text } of streamed.records) expect(bytes.some((chunk) => chunk.includes(text))).toBe(true);
  });
});
