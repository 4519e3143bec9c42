import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SampleResult } from './run-sample.ts';

/** `<case>.<ending>` in a log type's folder, the object as it lies in S3. */
export interface Sample {
  name: string;
  file: string;
  /** `<case>.expected.json`: what has to come of it. */
  expectedFile: string;
  /** S3 key: the first line of `<case>.key`, else the definition's example key. */
  key: string;
}

/** Sample objects of a folder: every file but code, expectations and keys. */
export function findSamples(folder: string, exampleKey: string): Sample[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && !/\.(?:ts|md|ya?ml|key|expected\.json)$/.test(entry.name) && !entry.name.startsWith('.'),
    )
    .map(({ name }) => {
      const sampleName = name.slice(0, name.indexOf('.') < 0 ? undefined : name.indexOf('.'));
      const keyFile = join(folder, `${sampleName}.key`);
      return {
        name: sampleName,
        file: join(folder, name),
        expectedFile: join(folder, `${sampleName}.expected.json`),
        key: existsSync(keyFile) ? readFileSync(keyFile, 'utf8').split('\n')[0]!.trim() : exampleKey,
      };
    });
}

/** Undefined where nobody wrote down what to expect. */
export function readExpected(sample: Sample): SampleResult | undefined {
  return existsSync(sample.expectedFile)
    ? (JSON.parse(readFileSync(sample.expectedFile, 'utf8')) as SampleResult)
    : undefined;
}

/** For a person to read before it is committed. */
export function writeExpected(sample: Sample, result: SampleResult): void {
  writeFileSync(sample.expectedFile, `${JSON.stringify(result, null, 2)}\n`);
}
