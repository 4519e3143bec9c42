import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type IpInfo, ipv4Number, isIpAddress } from '@siem/log-type';
import maxmind, { type AsnResponse, type CityResponse, type Reader } from 'maxmind';
import { asciiJson } from './ascii-json.ts';
import { TextCache } from './text-cache.ts';

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

/** Opens the databases again when their files have changed; files that cannot be read leave the old ones in use. */
export function followGeoDatabases(
  { geoipDirectory, geoipRefreshMs }: { geoipDirectory?: string; geoipRefreshMs?: number },
  onChange: (databases: GeoDatabases) => void,
): void {
  if (geoipDirectory === undefined || geoipRefreshMs === undefined) return;
  let signature = signatureOf(geoipDirectory);
  const look = async () => {
    const now = signatureOf(geoipDirectory);
    if (now === signature) return;
    signature = now;
    onChange(await openGeoDatabases(geoipDirectory));
  };
  setInterval(() => void look().catch(() => {}), geoipRefreshMs).unref();
}

function signatureOf(directory: string): string {
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

/** A power of two. */
const slots = 65_536;

/** Looks addresses up and keeps the answers as JSON text, since few addresses make most of the traffic. */
export class IpLookup {
  /** The latest address of each slot: a few thousand addresses make most of the traffic. */
  private readonly slotNumbers = new Uint32Array(slots);
  private readonly slotInfos: (IpInfo | undefined)[] = new Array<IpInfo | undefined>(slots).fill(undefined);
  /** IPv4 by number, which is cheaper than by text; two generations as in TextCache. */
  private young = new Map<number, IpInfo>();
  private old = new Map<number, IpInfo>();
  private readonly maxNumbers: number;
  /** IPv6 and what is no address. */
  private readonly cache: TextCache<IpInfo | null>;
  private readonly databases: GeoDatabases;

  constructor(databases: GeoDatabases, maxEntries = 200_000) {
    this.databases = databases;
    this.maxNumbers = maxEntries >> 1;
    this.cache = new TextCache(maxEntries >> 1);
  }

  /** Null: the text is no IP address. */
  find(text: string): IpInfo | null {
    const number = ipv4Number(text);
    return number < 0 ? this.findText(text) : this.findNumber(number, text);
  }

  private findNumber(number: number, text: string): IpInfo {
    const slot = (number ^ (number >>> 14)) & (slots - 1);
    const latest = this.slotInfos[slot];
    if (latest !== undefined && this.slotNumbers[slot] === number) return latest;
    const info = this.findAged(number, text);
    this.slotNumbers[slot] = number;
    this.slotInfos[slot] = info;
    return info;
  }

  private findAged(number: number, text: string): IpInfo {
    let info = this.young.get(number);
    if (info !== undefined) return info;
    info = this.old.get(number) ?? this.look(text);
    if (this.young.size >= this.maxNumbers) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(number, info);
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
    return { json: JSON.stringify(text), geo: this.geoJson(text) };
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
