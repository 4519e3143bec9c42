import { resolve } from 'node:path';

/** Paths on the command line are meant from where the user called npm, not from the repository's root. */
export function userPath(path: string): string {
  return resolve(process.env['SIEM_INVOKED_FROM'] ?? process.cwd(), path);
}
