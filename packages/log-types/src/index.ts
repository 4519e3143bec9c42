import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { LogTypeDefinition } from '@siem/log-type';

/** Folder with one folder a log type. */
export const logTypesFolder = dirname(dirname(fileURLToPath(import.meta.url)));

const notLogTypes = new Set(['src', 'scripts', 'test', 'shared', 'node_modules']);

/** Names of the folders with a definition, which are the log types: nothing else registers them. */
export function logTypeNames(): string[] {
  return readdirSync(logTypesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !notLogTypes.has(entry.name))
    .filter((entry) => existsSync(join(logTypesFolder, entry.name, 'definition.ts')))
    .map((entry) => entry.name)
    .sort();
}

/** @throws Error naming the folder whose definition cannot be loaded or has another name than its folder */
export async function loadBuiltInLogType(name: string): Promise<LogTypeDefinition> {
  const file = join(logTypesFolder, name, 'definition.ts');
  const module = (await import(pathToFileURL(file).href)) as { default?: LogTypeDefinition };
  if (module.default?.name !== name) {
    throw new Error(`${file} exports a log type named '${module.default?.name}'; its folder says '${name}'`);
  }
  return module.default;
}

export async function loadBuiltInLogTypes(): Promise<LogTypeDefinition[]> {
  return Promise.all(logTypeNames().map(loadBuiltInLogType));
}
