import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LogTypeDefinition } from '@siem/log-type';
import {
  createSampleRunner,
  diffText,
  findSamples,
  readExpected,
  type SampleRunner,
  writeExpected,
} from '@siem/log-type-samples';
import { loadBuiltInLogType, logTypeNames, logTypesFolder } from '../src/index.ts';

/** `UPDATE_EXPECTED=1` writes what comes out; a person reads it before it is committed. */
const update = process.env['UPDATE_EXPECTED'] === '1';

describe.each(logTypeNames())('log type %s', (name) => {
  const folder = join(logTypesFolder, name);
  let definition: LogTypeDefinition;
  let runner: SampleRunner;

  beforeAll(async () => {
    definition = await loadBuiltInLogType(name);
    runner = await createSampleRunner();
  });

  it('recognises its example key', () => {
    expect(definition.keys.some((pattern) => pattern.test(definition.exampleKey))).toBe(true);
    expect(definition.ignoredKeys?.some((pattern) => pattern.test(definition.exampleKey)) ?? false).toBe(false);
  });

  const samples = findSamples(folder, '');
  it('has a sample', () => {
    expect(samples.map((sample) => sample.name)).toContain('default');
  });

  it.each(samples.map((sample) => sample.name))('makes the expected documents of %s', async (sampleName) => {
    // Prepare
    const sample = findSamples(folder, definition.exampleKey).find((candidate) => candidate.name === sampleName)!;

    // Act
    const result = await runner.run(sample, definition);
    if (update) writeExpected(sample, result);

    // Assess
    const expected = readExpected(sample);
    if (expected === undefined) throw new Error(`${sample.expectedFile} is missing; UPDATE_EXPECTED=1 writes it`);
    expect(diffText(expected, JSON.parse(JSON.stringify(result)))).toEqual([]);
  });

  it.each(samples.map((sample) => sample.name))('gives the same for %s in the smallest chunks', async (sampleName) => {
    const sample = findSamples(folder, definition.exampleKey).find((candidate) => candidate.name === sampleName)!;
    const small = await createSampleRunner({ chunkBytes: 64 });
    const [whole, pieces] = [await runner.run(sample, definition), await small.run(sample, definition)];
    expect(pieces.documents).toEqual(whole.documents);
    expect(pieces.deadLetters.map((letter) => [letter.code, letter.raw])).toEqual(
      whole.deadLetters.map((letter) => [letter.code, letter.raw]),
    );
  });
});
