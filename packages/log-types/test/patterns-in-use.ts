import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { parse, tokTypes } from 'acorn';
import { loadBuiltInLogTypes, logTypesFolder } from '../src/index.ts';

const packagesFolder = dirname(logTypesFolder);
/** Whose patterns meet what a log says. */
const folders = ['log-types', 'log-type/src', 'normalizer/src', 'framing/src'];
const notCode = /(?:^|\/)(?:node_modules|test|scripts)(?:\/|$)/;

/** Every regular expression that a record may meet, as `/source/flags`, with where it stands. Keys of S3 are apart. */
export async function patternsInUse(): Promise<{ patterns: Map<string, string>; keys: Set<string> }> {
  const patterns = new Map<string, string>();
  for (const folder of folders) {
    for (const file of readdirSync(join(packagesFolder, folder), { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.ts') && !notCode.test(file)) addLiterals(join(folder, file), patterns);
    }
  }
  const { definitions, built } = await definitionsAndBuiltPatterns();
  for (const pattern of built) patterns.set(pattern, 'new RegExp of a definition');
  const keys = new Set<string>();
  for (const { keys: own, ignoredKeys = [] } of definitions)
    for (const key of [...own, ...ignoredKeys]) keys.add(String(key));
  for (const key of keys) patterns.delete(key);
  return { patterns, keys };
}

function addLiterals(file: string, patterns: Map<string, string>): void {
  const code = stripTypeScriptTypes(readFileSync(join(packagesFolder, file), 'utf8'));
  parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    onToken(token) {
      if (token.type !== tokTypes.regexp) return;
      const { pattern, flags } = (token as unknown as { value: { pattern: string; flags: string } }).value;
      patterns.set(`/${pattern}/${flags}`, file);
    },
  });
}

/** Definitions build some patterns from parts while they are loaded. */
async function definitionsAndBuiltPatterns() {
  const built: string[] = [];
  const original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(original, {
    construct(target, parameters: [string, string?]) {
      const pattern = new target(...parameters);
      built.push(String(pattern));
      return pattern;
    },
  });
  try {
    return { definitions: await loadBuiltInLogTypes(), built };
  } finally {
    globalThis.RegExp = original;
  }
}
