import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Reader } from 'maxmind';
import { extract } from 'tar-stream';
import { download } from './download.ts';
import type { Settings } from './settings.ts';

/** What workers look for; the editions that cost have the same fields and more. */
const fileNames: Record<Settings['SIEM_MAXMIND_EDITIONS'][number], string> = {
  'GeoLite2-City': 'GeoLite2-City.mmdb',
  'GeoLite2-ASN': 'GeoLite2-ASN.mmdb',
  'GeoIP2-City': 'GeoLite2-City.mmdb',
  'GeoIP2-ISP': 'GeoLite2-ASN.mmdb',
};

export interface Database {
  readonly fileName: string;
  readonly content: Buffer;
  readonly builtAt: Date;
}

/**
 * A database of MaxMind, its checksum compared and its metadata read.
 * @see https://dev.maxmind.com/geoip/updating-databases/#directly-downloading-databases
 * @throws Error saying what is wrong with it
 */
export async function fetchDatabase(
  edition: Settings['SIEM_MAXMIND_EDITIONS'][number],
  settings: Settings,
): Promise<Database> {
  const { SIEM_MAXMIND_URL: base, SIEM_MAXMIND_ACCOUNT_ID: account, SIEM_MAXMIND_LICENSE_KEY: key } = settings;
  const authorization = `Basic ${Buffer.from(`${account}:${key}`).toString('base64')}`;
  const url = (suffix: string) => `${base}/geoip/databases/${edition}/download?suffix=${suffix}`;
  const [archive, checksum] = await Promise.all([
    download(url('tar.gz'), { authorization }),
    download(url('tar.gz.sha256'), { authorization }),
  ]);
  const expected = checksum.toString('utf8').trim().split(/\s/, 1)[0];
  const found = createHash('sha256').update(archive).digest('hex');
  if (found !== expected) throw new Error(`${edition}: the checksum is ${found}, MaxMind says ${expected}`);
  const content = await databaseIn(archive, edition);
  return { fileName: fileNames[edition], content, builtAt: new Reader(content).metadata.buildEpoch };
}

async function databaseIn(archive: Buffer, edition: string): Promise<Buffer> {
  const entries = extract();
  const pieces: Buffer[] = [];
  entries.on('entry', (header, stream, next) => {
    if (header.name.endsWith('.mmdb')) stream.on('data', (piece: unknown) => pieces.push(piece as Buffer));
    stream.on('end', next);
    stream.resume();
  });
  await pipeline(Readable.from([archive]), createGunzip(), entries);
  if (pieces.length === 0) throw new Error(`${edition}: the archive holds no .mmdb file`);
  return Buffer.concat(pieces);
}
