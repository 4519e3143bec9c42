import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workFolder } from './world.ts';

/** Environment in which every thread of a Node.js process has a clock that is wrong by so many days. */
export function skewedClock(days: number): Record<string, string> {
  mkdirSync(workFolder, { recursive: true });
  const file = join(workFolder, `clock-${days}.mjs`);
  writeFileSync(
    file,
    `const skewMs = ${days * 86_400_000};
const RealDate = Date;
globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + skewMs);
    else super(...args);
  }
  static now() {
    return RealDate.now() + skewMs;
  }
};
`,
  );
  return { NODE_OPTIONS: `--import ${pathToFileURL(file).href}` };
}
