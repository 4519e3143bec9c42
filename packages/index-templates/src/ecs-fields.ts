import { ecsField, ecsFieldNames } from '@siem/ecs';
import {
  boolean,
  date,
  double,
  type FieldMapping,
  flatObject,
  geoPoint,
  ip,
  keyword,
  long,
  type Mappings,
  nest,
  text,
} from './mapping.ts';

/**
 * How an ECS type is stored in OpenSearch. Undefined: an object whose members have types of their own.
 * `wildcard` becomes keyword, since paths, URLs and command lines are counted more often than searched by their middle;
 * bodies and stack traces are text, since nobody counts them.
 */
export function ecsMapping(path: string): FieldMapping | undefined {
  const field = ecsField(path);
  if (field === undefined) return undefined;
  switch (field.type) {
    case 'long':
      return long;
    case 'float':
    case 'scaled_float':
      return double;
    case 'boolean':
      return boolean;
    case 'date':
      return date;
    case 'ip':
      return ip;
    case 'geo_point':
      return geoPoint;
    case 'match_only_text':
      return text;
    case 'flattened':
      return flatObject;
    case 'wildcard':
      return /\.(?:content|stack_trace|io\.text)$/.test(path) ? text : keyword;
    case 'nested':
      // Members of one indicator belong together, and existing indexes have it so; other nested fields are not written.
      return path === 'threat.enrichments' ? { type: 'nested' } : flatObject;
    case 'object':
      // Keys chosen by users.
      return path === 'labels' || path === 'container.labels' ? flatObject : undefined;
    default:
      return keyword;
  }
}

/** Text doubles of keyword fields (`user.name.text`); no field is stored twice. */
function isMultiField(path: string): boolean {
  return path.endsWith('.text') && ecsField(path.slice(0, -'.text'.length)) !== undefined;
}

/**
 * Reused groups that hold a thousand fields between them and that hardly a source fills: they are mapped where a log type
 * names one, and dynamically otherwise.
 */
const rare =
  /\.(?:elf|macho|pe|x509|entry_leader|group_leader|session_leader|parent|inner|previous|tty|io|code_signature|registry|attested_groups)\.|^threat\.(?:enrichments\.)?indicator\.(?:file|url|x509|registry|email|geo|as)\.|^threat\.group|^(?:faas|volume|dll|registry|package|email|device|vulnerability|data_stream|gen_ai|agent|code_signature)\./;

/** ECS fields by field set (`source`, `event`; `base` for those without a group), each set one component template. */
export function ecsFieldSets(mappedPaths: Iterable<string>): Map<string, Mappings> {
  const named = new Set(mappedPaths);
  const sets = new Map<string, (readonly [string, FieldMapping])[]>();
  for (const path of ecsFieldNames()) {
    if (isMultiField(path) || (rare.test(path) && !named.has(path))) continue;
    const mapping = ecsMapping(path);
    if (mapping === undefined) continue;
    const set = fieldSet(path);
    const fields = sets.get(set);
    if (fields === undefined) sets.set(set, [[path, mapping]]);
    else fields.push([path, mapping]);
  }
  return new Map([...sets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([set, fields]) => [set, nest(fields)]));
}

export function fieldSet(path: string): string {
  const dot = path.indexOf('.');
  return dot === -1 ? 'base' : path.slice(0, dot);
}

/** Regular expression (Java's, whole path) of all ECS fields of a type, for dynamic templates. */
export function ecsPathPattern(type: string): string {
  const paths = [...ecsFieldNames()].filter((path) => ecsField(path)?.type === type && path.includes('.'));
  return paths
    .sort()
    .map((path) => path.replaceAll('.', '\\.'))
    .join('|');
}
