import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workFolder } from './world.ts';

/** Environment in which every thread of a Node.js process has a clock that is wrong by so many days. */
export function skewedClock(days: number): Record<string, string> {
  return wrongClock(`skewed-${days}`, String(days * 86_400_000));
}

/** The same with a clock that jumps ahead by so many minutes and back again, each time after some seconds. */
export function jumpingClock(minutes: number, everySeconds: number): Record<string, string> {
  const isAhead = `Math.floor(process.uptime() / ${everySeconds}) % 2 === 1`;
  return wrongClock(`jumping-${minutes}`, `(${isAhead} ? ${minutes * 60_000} : 0)`);
}

/** @param skewMs JavaScript, asked each time that somebody asks for the time */
function wrongClock(name: string, skewMs: string): Record<string, string> {
  mkdirSync(workFolder, { recursive: true });
  const file = join(workFolder, `clock-${name}.mjs`);
  writeFileSync(
    file,
    `const RealDate = Date;
globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(Date.now());
    else super(...args);
  }
  static now() {
    return RealDate.now() + ${skewMs};
  }
};
`,
  );
  return { NODE_OPTIONS: `--import ${pathToFileURL(file).href}` };
}
