import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { countryCodes } from './country-codes.ts';

interface Geometry {
  readonly id?: string;
  readonly properties: { readonly name: string };
}

export interface Topology {
  readonly type: 'Topology';
  readonly objects: { readonly countries: { readonly type: string; readonly geometries: readonly Geometry[] } };
}

/** Shapes that have no number of their own. */
const codesByName: Readonly<Record<string, string>> = { Kosovo: 'XK' };

let topology: Topology | undefined;

/**
 * Countries of the world, each with its ISO 3166-1 alpha-2 code as id (about 1:110 million, 100 KB; Natural Earth by way
 * of the package world-atlas). Antarctica is left out: nobody logs in from there, and it takes a fifth of the picture.
 */
export function worldTopology(): Topology {
  topology ??= readTopology();
  return topology;
}

function readTopology(): Topology {
  const file = createRequire(import.meta.url).resolve('world-atlas/countries-110m.json');
  const source = JSON.parse(readFileSync(file, 'utf8')) as Topology;
  const codes = new Map(countryCodes.map(({ code, number }) => [number, code]));
  const geometries = source.objects.countries.geometries
    .map((geometry) => ({
      ...geometry,
      id: codes.get(geometry.id ?? '') ?? codesByName[geometry.properties.name] ?? '-',
    }))
    .filter(({ id }) => id !== 'AQ');
  return { ...source, objects: { countries: { ...source.objects.countries, geometries } } };
}
