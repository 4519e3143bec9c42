import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildMmdb, type MmdbNetwork } from './mmdb.ts';

/** Made-up: who really uses these addresses is not what is said here. Documentation ranges come first. */
const places: readonly [
  network: string,
  city: string,
  code: string,
  country: string,
  lat: number,
  lon: number,
  as: number,
  organization: string,
][] = [
  ['192.0.2.0/24', 'Dublin', 'IE', 'Ireland', 53.3498, -6.2603, 64496, 'Example Office Net'],
  ['198.51.100.0/24', 'Frankfurt am Main', 'DE', 'Germany', 50.1109, 8.6821, 64497, 'Example Hosting'],
  ['203.0.113.0/24', 'São Paulo', 'BR', 'Brazil', -23.5505, -46.6333, 64498, 'Exemplo Telecom'],
  ['2001:db8:1::/48', 'Tokyo', 'JP', 'Japan', 35.6895, 139.6917, 64499, 'Example Mobile'],
  ['2001:db8:2::/48', 'Kraków', 'PL', 'Poland', 50.0647, 19.945, 64500, 'Przykład Net'],
  ['3.16.0.0/14', 'Columbus', 'US', 'United States', 39.9612, -82.9988, 64501, 'Example Cloud'],
  ['13.112.0.0/14', 'Tokyo', 'JP', 'Japan', 35.6895, 139.6917, 64501, 'Example Cloud'],
  ['18.184.0.0/15', 'Frankfurt am Main', 'DE', 'Germany', 50.1109, 8.6821, 64501, 'Example Cloud'],
  ['34.240.0.0/13', 'Dublin', 'IE', 'Ireland', 53.3498, -6.2603, 64501, 'Example Cloud'],
  ['41.190.0.0/16', 'Lagos', 'NG', 'Nigeria', 6.5244, 3.3792, 64502, 'Example Broadband'],
  ['52.64.0.0/14', 'Sydney', 'AU', 'Australia', -33.8688, 151.2093, 64501, 'Example Cloud'],
  ['80.94.0.0/16', 'Amsterdam', 'NL', 'Netherlands', 52.3676, 4.9041, 64503, 'Example Transit'],
  ['102.130.0.0/16', 'Cape Town', 'ZA', 'South Africa', -33.9249, 18.4241, 64504, 'Example Fibre'],
  ['103.21.0.0/16', 'Singapore', 'SG', 'Singapore', 1.3521, 103.8198, 64505, 'Example Exchange'],
  ['151.101.0.0/16', 'London', 'GB', 'United Kingdom', 51.5072, -0.1276, 64506, 'Example Edge'],
  ['185.220.0.0/16', 'Bucharest', 'RO', 'Romania', 44.4268, 26.1025, 64507, 'Example Relay'],
  ['200.14.0.0/16', 'Santiago', 'CL', 'Chile', -33.4489, -70.6693, 64508, 'Ejemplo Redes'],
];

const buildEpochSeconds = Date.UTC(2026, 0, 1) / 1000;

/** Writes GeoLite2-City.mmdb and GeoLite2-ASN.mmdb with the made-up ranges into the directory. */
export function writeDemoDatabases(directory: string): void {
  const city: MmdbNetwork[] = places.map(([network, name, code, country, lat, lon]) => ({
    network,
    data: {
      city: { names: { en: name } },
      country: { iso_code: code, names: { en: country } },
      location: { latitude: lat, longitude: lon },
    },
  }));
  const asn: MmdbNetwork[] = places.map(([network, , , , , , as, organization]) => ({
    network,
    data: { autonomous_system_number: as, autonomous_system_organization: organization },
  }));
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'GeoLite2-City.mmdb'), buildMmdb('GeoLite2-City', city, buildEpochSeconds));
  writeFileSync(join(directory, 'GeoLite2-ASN.mmdb'), buildMmdb('GeoLite2-ASN', asn, buildEpochSeconds));
}
