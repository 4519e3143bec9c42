import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogTypeDefinition } from '@siem/log-type';
import { findSamples } from '@siem/log-type-samples';
import { loadBuiltInLogTypes, logTypesFolder } from '@siem/log-types';

/** Enough for the compiler to be done with what it optimises. */
const targetBytes = 60 * 1000 * 1000;

/**
 * A log type's default sample, or where that is binary its first text, repeated to about 60 MB.
 * @param names of log types; all where there are none
 * @throws Error when there is no log type of such a name
 */
export async function typeFiles(
  folder: string,
  names?: readonly string[],
): Promise<{ logType: string; file: string; key: string }[]> {
  mkdirSync(folder, { recursive: true });
  const files: { logType: string; file: string; key: string }[] = [];
  const definitions = await loadBuiltInLogTypes();
  const unknown = names?.find((name) => !definitions.some((definition) => definition.name === name));
  if (unknown !== undefined) throw new Error(`There is no log type '${unknown}'; docs/log-types.md lists them`);
  for (const definition of definitions) {
    if (names?.includes(definition.name) === false) continue;
    const samples = findSamples(join(logTypesFolder, definition.name), definition.exampleKey).filter(
      ({ file }) => !/\.(?:parquet|gz|zip|bz2|zst)$/.test(file),
    );
    const sample = samples.find(({ name }) => name === 'default') ?? samples[0];
    if (sample === undefined) continue;
    const text = readFileSync(sample.file, 'utf8');
    const file = join(folder, `${definition.name}.log`);
    const { header, body } = splitHeader(text.endsWith('\n') ? text : `${text}\n`, definition);
    writeFileSync(file, header + repeated(body));
    files.push({ logType: definition.name, file, key: sample.key });
  }
  return files;
}

/** Lines that stand once in a file, however many records it has. */
function splitHeader(text: string, { format }: LogTypeDefinition): { header: string; body: string } {
  if (format.kind !== 'columns') return { header: '', body: text };
  const lines = text.split(/(?<=\n)/);
  const isRecord = (line: string) =>
    !(format.comment !== undefined && line.startsWith(format.comment)) && format.headerPattern?.test(line) !== true;
  const first = lines.findIndex(isRecord);
  return { header: lines.slice(0, first).join(''), body: lines.slice(first).join('') };
}

function repeated(text: string): string {
  return text.repeat(Math.max(1, Math.ceil(targetBytes / text.length)));
}
