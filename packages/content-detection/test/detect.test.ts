import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { fileSource, memorySource } from '@siem/decompression';
import { type LogTypeDefinition, LogTypes } from '@siem/log-type';
import { findSamples } from '@siem/log-type-samples';
import { loadBuiltInLogTypes, logTypeNames, logTypesFolder } from '@siem/log-types';
import { detectLogType } from '../src/index.ts';

let logTypes: readonly LogTypeDefinition[];

beforeAll(async () => {
  logTypes = new LogTypes(await loadBuiltInLogTypes()).all;
});

/** Whose default sample is text of any kind: another sample shows what can be recognised. */
const recognisedBy: Readonly<Record<string, string>> = { container: 'firelens' };

describe('content detection', () => {
  it.each(logTypeNames())('recognises a sample of %s', async (name) => {
    const definition = logTypes.find((logType) => logType.name === name)!;
    if (definition.content === undefined) return;
    const sample = findSamples(join(logTypesFolder, name), definition.exampleKey).find(
      (s) => s.name === (recognisedBy[name] ?? 'default'),
    )!;
    const detection = await detectLogType(await fileSource(sample.file), logTypes);
    expect(detection?.definition.name).toBe(name);
  });

  it.each([
    ['nothing', ''],
    ['prose', 'Dear all,\nthis is no log.\n'],
    ['JSON of nobody', '{"a":1}\n{"b":2}\n'],
    ['a JSON array of numbers', '[1,2,3]'],
    ['rubbish', '\u0000\u0001\u0002{"eventVersion"'],
  ])('recognises nothing in %s', async (_, text) => {
    expect(await detectLogType(memorySource(Buffer.from(text)), logTypes)).toBeUndefined();
  });

  it('looks into envelopes and compression', async () => {
    const event = {
      eventVersion: '1.08',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      eventTime: '2026-01-30T10:00:00Z',
    };
    const envelope = {
      messageType: 'DATA_MESSAGE',
      logGroup: 'trail',
      logStream: 's',
      logEvents: [{ id: '1', timestamp: 1, message: JSON.stringify(event) }],
    };
    const detection = await detectLogType(memorySource(gzipSync(JSON.stringify(envelope))), logTypes);
    expect(detection?.definition.name).toBe('cloudtrail');
  });

  it('recognises an object that is larger than the sample', async () => {
    const event = {
      eventVersion: '1.08',
      eventSource: 's3.amazonaws.com',
      eventName: 'x'.repeat(2000),
      eventTime: 't',
    };
    const text = JSON.stringify({ Records: Array.from({ length: 1000 }, () => event) });
    const detection = await detectLogType(memorySource(Buffer.from(text)), logTypes);
    expect(detection?.definition.name).toBe('cloudtrail');
  });
});
