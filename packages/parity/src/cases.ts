import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A sample object and, where the reference made documents of it, those. */
export interface ParityCase {
  logType: string;
  name: string;
  file: string;
  bucket: string;
  key: string;
  expected: string | undefined;
}

/** Reads the samples' folders: `<type>/<case>.json` describes `<case>.<ext>`. */
export function readCases(folder: string, logTypes: readonly string[]): ParityCase[] {
  const cases: ParityCase[] = [];
  for (const logType of readdirSync(folder, { withFileTypes: true })) {
    if (!logType.isDirectory() || (logTypes.length > 0 && !logTypes.includes(logType.name))) continue;
    for (const entry of readdirSync(join(folder, logType.name)).sort()) {
      if (!entry.endsWith('.json')) continue;
      const description = JSON.parse(readFileSync(join(folder, logType.name, entry), 'utf8')) as Record<string, string>;
      if (description['file'] === undefined) continue;
      const name = entry.slice(0, -'.json'.length);
      const expected = join(folder, logType.name, `${name}.expected.ndjson`);
      cases.push({
        logType: logType.name,
        name,
        file: join(folder, logType.name, description['file']),
        bucket: description['bucket']!,
        key: description['key']!,
        expected: existsSync(expected) ? expected : undefined,
      });
    }
  }
  return cases;
}
