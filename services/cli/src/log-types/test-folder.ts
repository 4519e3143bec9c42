import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readLogTypeFile } from '@siem/custom-log-types';
import type { LogTypeDefinition } from '@siem/log-type';
import {
  createSampleRunner,
  diffText,
  findSamples,
  readExpected,
  type Sample,
  type SampleRunner,
  writeExpected,
} from '@siem/log-type-samples';
import { loadBuiltInLogType, logTypeNames } from '@siem/log-types';

export interface TestedSample {
  logType: string;
  sample: string;
  ok: boolean;
  note: string;
  /** Field by field; see diffText. */
  differences: string[];
}

/**
 * Runs every sample of every log type of a folder: `<type>.yaml` with its samples in `<type>/`, or the folder of one
 * built-in log type.
 * @param update writes what comes of the samples as what is expected
 * @throws DefinitionFileError for a definition that is wrong; Error when there is nothing to test
 */
export async function testFolder(folder: string, update: boolean): Promise<TestedSample[]> {
  const runner = await createSampleRunner();
  const results: TestedSample[] = [];
  for (const { definition, samples } of await definitionsIn(folder))
    for (const sample of findSamples(samples, definition.exampleKey))
      results.push(await testSample(runner, sample, definition, update));
  if (results.length === 0) throw new Error(`There are no samples in ${folder}: put one into <type>/<case>.log`);
  return results;
}

async function definitionsIn(folder: string): Promise<{ definition: LogTypeDefinition; samples: string }[]> {
  const name = basename(folder);
  if (logTypeNames().includes(name) && existsSync(join(folder, 'definition.ts')))
    return [{ definition: await loadBuiltInLogType(name), samples: folder }];
  const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file));
  if (files.length === 0) throw new Error(`There is no definition in ${folder}: put one into <type>.yaml`);
  const found = await Promise.all(
    files.map(async (file) => ({
      definition: await readLogTypeFile(join(folder, file)),
      samples: join(folder, file.replace(/\.ya?ml$/, '')),
    })),
  );
  return found.filter(({ samples }) => existsSync(samples));
}

async function testSample(
  runner: SampleRunner,
  sample: Sample,
  definition: LogTypeDefinition,
  update: boolean,
): Promise<TestedSample> {
  const result = await runner.run(sample, definition);
  const named = { logType: definition.name, sample: sample.name };
  const documents = `${result.documents.length} documents, ${result.deadLetters.length} dead letters`;
  if (update) {
    writeExpected(sample, result);
    return { ...named, ok: true, note: `${documents}; ${basename(sample.expectedFile)} written`, differences: [] };
  }
  const expected = readExpected(sample);
  if (expected === undefined)
    return { ...named, ok: false, note: `${documents}; nothing is expected yet: --update writes it`, differences: [] };
  const differences = diffText(expected, JSON.parse(JSON.stringify(result)) as typeof result);
  return { ...named, ok: differences.length === 0, note: documents, differences };
}
