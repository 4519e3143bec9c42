import { isMissing, type Mapping, type MappingRule } from '@siem/log-type';
import type { TracedRecord } from './explain-record.ts';
import { short, valueAt } from './values.ts';

/** How the mapping came by its value, in words; undefined where it has none. */
export function mappingSource(mapping: Mapping, traced: TracedRecord): string | undefined {
  if (typeof mapping === 'function') {
    const { expression } = mapping as { expression?: string };
    return expression === undefined ? 'a function of the definition' : `expression ${expression}`;
  }
  if (typeof mapping === 'string') return hasValue(mapping, traced) ? pathName(mapping) : undefined;
  if (Array.isArray(mapping)) return firstOf(mapping as readonly string[], traced);
  return ruleSource(mapping as MappingRule, traced);
}

function ruleSource(rule: MappingRule, traced: TracedRecord): string | undefined {
  const condition = rule.when === undefined ? '' : ` because ${conditionText(rule.when, traced)}`;
  if (rule.value !== undefined) return `constant${condition}`;
  if (rule.all !== undefined) {
    const filled = rule.all.filter((path) => hasValue(path, traced));
    return filled.length === 0 ? undefined : `all of ${filled.map(pathName).join(', ')}${condition}`;
  }
  const paths = rule.from === undefined ? [] : [rule.from].flat();
  const found = paths.find((path) => hasValue(path, traced));
  if (found === undefined)
    return rule.default === undefined
      ? undefined
      : `default, since ${paths.map(pathName).join(' and ')} has no value${condition}`;
  const source = firstOf(paths, traced)!;
  if (rule.map === undefined)
    return `${source}${rule.transform === undefined ? '' : `, ${rule.transform}`}${condition}`;
  const value = readPath(found, traced);
  const isListed = Object.hasOwn(rule.map, String(value));
  return isListed
    ? `${source} = ${short(value)}, translated by map${condition}`
    : `default, since map has no ${short(value)} (${source})${condition}`;
}

function conditionText({ from, is }: NonNullable<MappingRule['when']>, traced: TracedRecord): string {
  if (typeof is === 'boolean') return `${pathName(from)} ${is ? 'has a value' : 'has no value'}`;
  return `${pathName(from)} is ${short(readPath(from, traced))}`;
}

function firstOf(paths: readonly string[], traced: TracedRecord): string | undefined {
  const at = paths.findIndex((path) => hasValue(path, traced));
  if (at < 0) return undefined;
  const empty = paths.slice(0, at);
  return `${pathName(paths[at]!)}${empty.length === 0 ? '' : ` (${empty.map(pathName).join(', ')}: no value)`}`;
}

function hasValue(path: string, traced: TracedRecord): boolean {
  // What the key or the envelope says is always worth showing.
  return path.startsWith('@') || !isMissing(readPath(path, traced));
}

function readPath(path: string, { record, derived }: TracedRecord): unknown {
  if (path.startsWith('$')) return valueAt(derived, path.slice(1).split('.'));
  return valueAt(record, path.split('.'));
}

const metaNames: Readonly<Record<string, string>> = {
  '@log_group': "the envelope's log group",
  '@log_stream': "the envelope's log stream",
  '@account': 'the account of the envelope or the S3 key',
  '@region': 'the region of the envelope or the S3 key',
  '@key': 'the S3 key',
  '@bucket': 'the bucket',
  '@message': "the record's text",
  '@envelope': "the envelope's time",
};

export function pathName(path: string): string {
  if (path.startsWith('$')) return `derive() ${path}`;
  return metaNames[path] ?? `raw field ${path}`;
}
