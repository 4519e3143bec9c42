import { writeFileSync } from 'node:fs';
import { patternsInUse } from '../test/patterns-in-use.ts';
import { faultOf, provenFile, provenPatterns } from '../test/prove.ts';

/** Proves the regular expressions that are new, or with `--all` every one, and writes down which are proven. */
const { patterns, keys } = await patternsInUse();
const before = process.argv.includes('--all') ? new Set<string>() : provenPatterns();
const proven: string[] = [];
for (const [pattern, place] of [...patterns, ...[...keys].map((key) => [key, 'keys'] as const)]) {
  const fault = before.has(pattern) ? undefined : await faultOf(pattern, keys.has(pattern));
  if (fault === undefined) proven.push(pattern);
  else console.log(`${place}: ${fault}`);
}
writeFileSync(provenFile, `${JSON.stringify(proven.sort(), null, 2)}\n`);
process.exit(proven.length === patterns.size + keys.size ? 0 : 1);
