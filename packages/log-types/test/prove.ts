import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check, type Diagnostics } from 'recheck';

/** Patterns proven before: `node packages/log-types/scripts/prove-patterns.ts` writes it, which takes a minute. */
export const provenFile = fileURLToPath(new URL('proven-patterns.json', import.meta.url));

/** S3 keys have at most 1024 bytes, so that what is square for them is nothing. */
const worstOfKeys = 3;
/** The checker tries texts out where it cannot prove; without a seed it finds now this, now that. */
const parameters = { timeout: 20_000, randomSeed: 1 };

export function provenPatterns(): Set<string> {
  return new Set(JSON.parse(readFileSync(provenFile, 'utf8')) as string[]);
}

/** @returns why the pattern is not safe, or undefined */
export async function faultOf(pattern: string, isKey: boolean): Promise<string | undefined> {
  const result = await judge(pattern);
  if (result.status === 'safe') return undefined;
  const complexity = result.status === 'vulnerable' ? result.complexity : undefined;
  const isSmall = complexity?.type === 'polynomial' && complexity.degree <= worstOfKeys;
  if (isKey && isSmall) return undefined;
  const attack = result.status === 'vulnerable' ? `, for instance with ${result.attack.pattern}` : '';
  return `${pattern} is ${result.status}${complexity === undefined ? '' : `: ${complexity.summary}`}${attack}`;
}

/** The native checker needs no Java; where there is none for the platform, the slower one in JavaScript does. */
async function judge(pattern: string): Promise<Diagnostics> {
  const end = pattern.lastIndexOf('/');
  const [source, flags] = [pattern.slice(1, end), pattern.slice(end + 1)];
  process.env['RECHECK_BACKEND'] ??= 'native';
  try {
    return await check(source, flags, parameters);
  } catch {
    process.env['RECHECK_BACKEND'] = 'pure';
    return await check(source, flags, parameters);
  }
}
