import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readLogTypeFile } from '@siem/custom-log-types';
import { createSampleRunner, type SampleRunner } from '@siem/log-type-samples';
import { draftLogType } from '../src/index.ts';

const samples: Record<string, { content: string | Buffer; documents: number; source: Record<string, unknown> }> = {
  'json lines': {
    content:
      '{"time":"2026-01-30T10:00:00Z","client":{"ip":"203.0.113.7"},"user":"maria"}\n{"time":"2026-01-30T10:00:01Z","client":{"ip":"203.0.113.8"},"user":"jonas"}\n',
    documents: 2,
    source: { '@timestamp': '2026-01-30T10:00:00+00:00', user: 'maria' },
  },
  'json list under a name, compressed': {
    content: gzipSync(
      '{"version":1,"items":[{"ts":1769767200,"src_ip":"203.0.113.7","dst_ip":"10.0.0.1"},{"ts":1769767201}]}',
    ),
    documents: 2,
    source: { source: { ip: '203.0.113.7' }, destination: { ip: '10.0.0.1' } },
  },
  csv: {
    content:
      'date,client_ip,user,url\n2026-01-30 10:00:00,203.0.113.7,maria,"/a,b"\n2026-01-30 10:00:01,203.0.113.8,jonas,/c\n',
    documents: 2,
    source: { source: { ip: '203.0.113.7' }, url: '/a,b' },
  },
  'columns by blanks': {
    content: 'time client action bytes\n1769767200 203.0.113.7 ACCEPT 12\n1769767201 203.0.113.8 REJECT 13\n',
    documents: 2,
    source: { '@timestamp': '2026-01-30T10:00:00+00:00', action: 'ACCEPT' },
  },
  pairs: {
    content:
      'time=2026-01-30T10:00:00Z srcip=203.0.113.7 user="maria b" action=deny\ntime=2026-01-30T10:00:01Z srcip=203.0.113.8 user=x action=allow\n',
    documents: 2,
    source: { source: { ip: '203.0.113.7' }, user: 'maria b' },
  },
  cef: {
    content: 'CEF:0|Example|Wall|1|100|Denied|5|src=203.0.113.7 dst=10.0.0.1 act=deny\n',
    documents: 1,
    source: { source: { ip: '203.0.113.7' } },
  },
  text: {
    content:
      '203.0.113.7 - maria [30/Jan/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 12\n203.0.113.8 - - [30/Jan/2026:10:00:01 +0000] "GET /b HTTP/1.1" 404 0\n',
    documents: 2,
    source: { '@timestamp': '2026-01-30T10:00:00+00:00', source: { ip: '203.0.113.7' } },
  },
};

let folder: string;
let runner: SampleRunner;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'siem-draft-'));
  runner = await createSampleRunner();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a draft', () => {
  it.each(Object.entries(samples))('of %s loads, and parses the sample it was made of', async (name, sample) => {
    // Prepare
    const file = join(folder, `${name.replaceAll(/\W/g, '-')}.log`);
    writeFileSync(file, sample.content);

    // Act
    const { yaml } = await draftLogType(file, 'mine');
    const definitionFile = join(folder, 'mine.yaml');
    writeFileSync(definitionFile, yaml);
    const definition = await readLogTypeFile(definitionFile);
    const result = await runner.run({ name: 'x', file, expectedFile: '', key: definition.exampleKey }, definition);

    // Assess
    expect(result.deadLetters).toEqual([]);
    expect(result.documents).toHaveLength(sample.documents);
    const source = result.documents[0]!._source;
    for (const [field, value] of Object.entries(sample.source)) {
      if (typeof value === 'object') expect(source[field]).toMatchObject(value as object);
      else
        expect(
          field === 'user' ? [source['user'], (source['user'] as { name?: string })?.name] : [source[field]],
        ).toContain(value);
    }
  });

  it('is refused for an empty file', async () => {
    const file = join(folder, 'empty');
    writeFileSync(file, '\n');
    await expect(draftLogType(file, 'mine')).rejects.toThrow('The sample is empty');
  });
});
