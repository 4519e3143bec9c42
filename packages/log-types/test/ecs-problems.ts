import { isIP } from 'node:net';
import { allowedValues, type EcsField, ecsField, eventTypesOfCategory } from '@siem/ecs';

/** What of a document is not as ECS wants it: `field: what was found`. */
export function ecsProblems(source: Record<string, unknown>): string[] {
  const problems: string[] = [];
  visit(source, '', problems);
  const event = (source['event'] ?? {}) as Record<string, unknown>;
  for (const name of ['kind', 'category', 'type', 'outcome']) {
    for (const value of [event[name] ?? []].flat()) {
      if (!allowedValues[`event.${name}`]!.includes(value as string)) problems.push(`event.${name}: ${String(value)}`);
    }
  }
  problems.push(...combinationProblems(event));
  return problems;
}

/** Every type is one that ECS expects for one of the categories, and every category has a type. */
function combinationProblems(event: Record<string, unknown>): string[] {
  const categories = [event['category'] ?? []].flat() as string[];
  const types = [event['type'] ?? []].flat() as string[];
  if (categories.length === 0) return [];
  const expected = (category: string) => eventTypesOfCategory[category] ?? [];
  return [
    ...types
      .filter((type) => !categories.some((category) => expected(category).includes(type)))
      .map((type) => `event.type: ${type} with event.category ${categories.join(', ')}`),
    ...categories
      .filter((category) => !types.some((type) => expected(category).includes(type)))
      .map((category) => `event.type: none of ${types.join(', ') || 'nothing'} is one of event.category ${category}`),
  ];
}

function visit(value: unknown, path: string, problems: string[]): void {
  const field = path === '' ? undefined : ecsField(path);
  if (field !== undefined) {
    const problem = fieldProblem(value, field);
    if (problem !== undefined) problems.push(`${path}: ${problem}`);
    return;
  }
  if (Array.isArray(value)) for (const item of value) visit(item, path, problems);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) visit(member, path === '' ? name : `${path}.${name}`, problems);
  }
}

function fieldProblem(value: unknown, { type, array }: EcsField): string | undefined {
  const isObjects = type === 'object' || type === 'nested' || type === 'flattened';
  if (array !== Array.isArray(value) && !isObjects)
    return array ? `no array: ${short(value)}` : `an array: ${short(value)}`;
  for (const item of [value].flat()) {
    if (!isOfType(item, type)) return `no ${type}: ${short(item)}`;
  }
  return undefined;
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'long':
      return Number.isInteger(value);
    case 'float':
    case 'scaled_float':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'ip':
      return typeof value === 'string' && isIP(value) !== 0;
    case 'date':
      return typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
    case 'geo_point': {
      const { lat, lon } = (value ?? {}) as { lat?: unknown; lon?: unknown };
      return typeof lat === 'number' && typeof lon === 'number';
    }
    case 'object':
    case 'nested':
    case 'flattened':
      return typeof value === 'object' && value !== null;
    default:
      return typeof value === 'string';
  }
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 80);
}
