import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  createSampleRunner,
  findSamples,
  type Sample,
  type SampleResult,
  type SampleRunner,
} from '@siem/log-type-samples';
import { loadBuiltInLogType, logTypeNames, logTypesFolder } from '../../src/index.ts';
import { mutate, seeded } from './mutate.ts';

/** Faulty copies of each sample. A thousand take an hour: `SIEM_FUZZ_ROUNDS=1000 npm test -- packages/log-types/test/fuzz`. */
const rounds = Number(process.env['SIEM_FUZZ_ROUNDS'] ?? 25);
const firstSeed = Number(process.env['SIEM_FUZZ_SEED'] ?? 1);

describe.each(logTypeNames())('log type %s with faults in it', (name) => {
  let runner: SampleRunner;

  beforeAll(async () => {
    // Some broken Parquet files keep their decoder busy for ever.
    runner = await createSampleRunner({ maxDecodeMs: 3_000 });
  });

  it.each(findSamples(join(logTypesFolder, name), '').map((sample) => sample.name))(
    'is read to its end, every record accounted for: %s',
    async (sampleName) => {
      // Prepare
      const definition = await loadBuiltInLogType(name);
      const sample = findSamples(join(logTypesFolder, name), definition.exampleKey).find(
        (one) => one.name === sampleName,
      )!;
      const content = readFileSync(sample.file);

      for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
        // Act
        const faulty = mutate(content, sample.file.endsWith('.parquet'), seeded(seed * 7919));
        const result = await run(faulty, sample, seed);

        // Assess
        const thrown = result.deadLetters.filter((letter) => letter.code === 'mapping_failed');
        expect([seed, thrown]).toEqual([seed, []]);
      }

      /** The runner throws where the ledger does not balance. */
      async function run(faulty: Buffer, of: Sample, seed: number): Promise<SampleResult> {
        try {
          return await runner.runContent(faulty, of, definition);
        } catch (error) {
          throw new Error(`Seed ${seed} of ${of.file}: ${(error as Error).message}`, { cause: error });
        }
      }
    },
    600_000,
  );
});
