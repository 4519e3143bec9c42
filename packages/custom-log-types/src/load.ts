import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LogTypeDefinition } from '@siem/log-type';
import { loadBuiltInLogType, loadBuiltInLogTypes, logTypeNames } from '@siem/log-types';
import { CompiledLogType } from '@siem/normalizer';
import leven from 'leven';
import type { Document, LineCounter } from 'yaml';
import { DefinitionFileError, describe } from './problems.ts';
import { logTypeSchema } from './schema.ts';
import { PartError, toDefinition } from './to-definition.ts';
import { readYamlFile } from './yaml-file.ts';

/**
 * Reads one file.
 * @throws DefinitionFileError with line, column, key, what was found and what is right, for all that is wrong
 */
export async function readLogTypeFile(file: string): Promise<LogTypeDefinition> {
  const { data, document, lines } = readYamlFile(file, logTypeSchema);
  try {
    const base = data.extends === undefined ? undefined : await builtIn(data.extends);
    const definition = toDefinition(data, base);
    compileOnce(definition);
    return definition;
  } catch (error) {
    const path = error instanceof PartError ? error.path : [];
    throw new DefinitionFileError(file, [placed(path, (error as Error).message, document, lines)]);
  }
}

function placed(path: readonly (string | number)[], text: string, document: Document, lines: LineCounter): string {
  return describe(path, text, document, lines);
}

async function builtIn(name: string): Promise<LogTypeDefinition> {
  const names = logTypeNames();
  if (names.includes(name)) return loadBuiltInLogType(name);
  const best = [...names].sort((a, b) => leven(a, name) - leven(b, name))[0];
  throw new PartError(['extends'], new Error(`there is no built-in log type '${name}'; did you mean '${best}'?`));
}

/** Contradictions of a definition show when it is compiled. */
function compileOnce(definition: LogTypeDefinition): void {
  const { format } = definition;
  new CompiledLogType(
    definition,
    format.kind === 'columns' && format.header === 'file' ? format.defaultHeader?.join(format.delimiter) : undefined,
  );
}

/**
 * Every `*.yaml` and `*.yml` of a directory.
 * @throws DefinitionFileError for the first file that cannot be used; Error when the directory cannot be read
 */
export async function loadCustomLogTypes(directory: string): Promise<LogTypeDefinition[]> {
  let files: string[];
  try {
    files = readdirSync(directory)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort();
  } catch (cause) {
    throw new Error(`Log types in ${directory} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const definitions: LogTypeDefinition[] = [];
  for (const name of files) {
    const definition = await readLogTypeFile(join(directory, name));
    if (definitions.some((other) => other.name === definition.name))
      throw new DefinitionFileError(join(directory, name), [
        `1:1 name: log type '${definition.name}' is defined in another file too`,
      ]);
    definitions.push(definition);
  }
  return definitions;
}

/** The built-in log types with the user's own; one of the same name takes the built-in one's place. */
export async function allLogTypes(directory: string | undefined): Promise<LogTypeDefinition[]> {
  const builtIns = await loadBuiltInLogTypes();
  if (directory === undefined) return builtIns;
  const own = await loadCustomLogTypes(directory);
  const names = new Set(own.map(({ name }) => name));
  return [...builtIns.filter(({ name }) => !names.has(name)), ...own];
}
