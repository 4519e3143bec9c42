import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSamples } from '@siem/log-type-samples';
import { loadBuiltInLogTypes, logTypesFolder } from '@siem/log-types';

const targetBytes = 8 * 1024 * 1024;

/** Every log type's default sample, repeated to a few megabytes. Binary samples and whole-document formats are left out. */
export async function typeFiles(folder: string): Promise<{ logType: string; file: string; key: string }[]> {
  mkdirSync(folder, { recursive: true });
  const files: { logType: string; file: string; key: string }[] = [];
  for (const definition of await loadBuiltInLogTypes()) {
    const sample = findSamples(join(logTypesFolder, definition.name), definition.exampleKey).find(
      ({ name }) => name === 'default',
    );
    if (sample === undefined || /\.(?:parquet|gz|zip|bz2|zst)$/.test(sample.file)) continue;
    const text = readFileSync(sample.file, 'utf8');
    const file = join(folder, `${definition.name}.log`);
    writeFileSync(file, repeated(text.endsWith('\n') ? text : `${text}\n`));
    files.push({ logType: definition.name, file, key: sample.key });
  }
  return files;
}

function repeated(text: string): string {
  return text.repeat(Math.max(1, Math.ceil(targetBytes / text.length)));
}
