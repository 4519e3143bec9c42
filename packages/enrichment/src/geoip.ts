import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type IpInfo, ipInfo, ipv4Number, isIpAddress, TextCache } from '@siem/log-type';
import maxmind, { type AsnResponse, type CityResponse, type Reader } from 'maxmind';
import { asciiJson } from './ascii-json.ts';

/** File names in the directory, as MaxMind delivers them. Either may be absent. */
export const cityFile = 'GeoLite2-City.mmdb';
export const asnFile = 'GeoLite2-ASN.mmdb';

export interface GeoDatabases {
  city: Reader<CityResponse> | undefined;
  asn: Reader<AsnResponse> | undefined;
}

/** @throws Error naming the file when one is there and cannot be read as MaxMind DB */
export async function openGeoDatabases(directory: string | undefined): Promise<GeoDatabases> {
  return { city: await open<CityResponse>(directory, cityFile), asn: await open<AsnResponse>(directory, asnFile) };
}

/**
 * Opens the databases again when their files have changed. A directory that is away and files that cannot be read leave the
 * old ones in use, and are tried again; a file that is taken out of its directory is used no more.
 * `version` tells states of the directory apart.
 */
export function followGeoDatabases(
  { geoipDirectory, geoipRefreshMs }: { geoipDirectory?: string; geoipRefreshMs?: number },
  onChange: (databases: GeoDatabases, version: string) => void,
  onFailure: (reason: string, version: string) => void,
): void {
  if (geoipDirectory === undefined || geoipRefreshMs === undefined) return;
  let signature = existsSync(geoipDirectory) ? signatureOf(geoipDirectory) : '';
  const look = async () => {
    let now = 'away';
    try {
      now = signatureOf(geoipDirectory);
      if (now === signature) return;
      onChange(await openGeoDatabases(geoipDirectory), now);
      signature = now;
    } catch (error) {
      onFailure((error as Error).message, now);
    }
  };
  setInterval(() => void look(), geoipRefreshMs).unref();
}

/** @throws Error when there is no such directory */
function signatureOf(directory: string): string {
  readdirSync(directory);
  const files = [cityFile, asnFile].map((name) => statSync(join(directory, name), { throwIfNoEntry: false }));
  return files.map((file) => (file === undefined ? '-' : `${file.size} ${file.mtimeMs}`)).join();
}

async function open<T extends CityResponse | AsnResponse>(
  directory: string | undefined,
  name: string,
): Promise<Reader<T> | undefined> {
  if (directory === undefined) return undefined;
  const file = join(directory, name);
  if (!existsSync(file)) return undefined;
  try {
    return await maxmind.open<T>(file);
  } catch (cause) {
    throw new Error(`GeoIP database ${file} cannot be read as MaxMind DB: ${(cause as Error).message}`, { cause });
  }
}

/** A power of two; each set holds two addresses. */
const sets = 65_536;

/** Looks addresses up and keeps the answers as JSON text, since few addresses make most of the traffic. */
export class IpLookup {
  /**
   * The two latest IPv4 addresses of each set, by number: cheaper than a Map, whose look-up follows a chain through its
   * memory. Numbers are signed, since larger ones would be objects.
   */
  private readonly numbers = new Int32Array(2 * sets);
  private readonly infos: (IpInfo | undefined)[] = new Array<IpInfo | undefined>(2 * sets).fill(undefined);
  /** IPv6 and what looks like it. */
  private readonly cache: TextCache<IpInfo | null>;
  /** Addresses of one place share its text. */
  private readonly places = new TextCache<string>(20_000);
  private readonly databases: GeoDatabases;

  constructor(databases: GeoDatabases, maxTexts = 100_000) {
    this.databases = databases;
    this.cache = new TextCache(maxTexts);
  }

  /** Null: the text is no IP address. */
  find(text: string): IpInfo | null {
    const number = ipv4Number(text);
    if (number >= 0) return this.findNumber(number | 0, text);
    // Names of hosts stand where addresses may stand.
    return text.includes(':') ? this.findText(text) : null;
  }

  private findNumber(number: number, text: string): IpInfo {
    // Neighbouring addresses come together, and differ in their last bits.
    const slot = (Math.imul(number, 0x9e3779b1) >>> 15) & ~1;
    const { numbers, infos } = this;
    const latest = infos[slot];
    if (latest !== undefined && numbers[slot] === number) return latest;
    const former = infos[slot + 1];
    const info = former !== undefined && numbers[slot + 1] === number ? former : this.look(text);
    numbers[slot + 1] = numbers[slot]!;
    infos[slot + 1] = latest;
    numbers[slot] = number;
    infos[slot] = info;
    return info;
  }

  private findText(text: string): IpInfo | null {
    const known = this.cache.get(text);
    if (known !== undefined) return known;
    const info = isIpAddress(text) ? this.look(text) : null;
    this.cache.set(text, info);
    return info;
  }

  private look(text: string): IpInfo {
    const geo = this.geoJson(text);
    const known = this.places.get(geo);
    if (known === undefined) this.places.set(geo, geo);
    return ipInfo(text, known ?? geo);
  }

  private geoJson(address: string): string {
    const geo = this.databases.city === undefined ? undefined : geoFields(this.databases.city.get(address));
    const as = this.databases.asn === undefined ? undefined : asFields(this.databases.asn.get(address));
    return (geo === undefined ? '' : `,"geo":${asciiJson(geo)}`) + (as === undefined ? '' : `,"as":${asciiJson(as)}`);
  }
}

function geoFields(answer: CityResponse | null): object | undefined {
  if (answer === null) return undefined;
  const country = answer.country ?? answer.registered_country;
  const { latitude: lat, longitude: lon } = answer.location ?? {};
  const geo = {
    city_name: answer.city?.names.en,
    country_iso_code: answer.country?.iso_code,
    country_name: country === answer.country ? answer.country?.names.en : undefined,
    location: lat === undefined || lon === undefined ? undefined : { lon, lat },
  };
  return Object.values(geo).some((value) => value !== undefined) ? geo : undefined;
}

function asFields(answer: AsnResponse | null): object | undefined {
  if (answer?.autonomous_system_number === undefined) return undefined;
  const name = answer.autonomous_system_organization;
  return { number: answer.autonomous_system_number, organization: name === undefined ? undefined : { name } };
}
