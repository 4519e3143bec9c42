import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

export const { version } = manifest;

/** Written into dead letters and ledgers. */
export const workerVersion = `siem/${manifest.version}`;

/** In requests of ours, so that the logs about them can be recognised. */
export const userAgent = `siem-es-loader/${manifest.version}`;
