import { isObject } from './comparable.ts';
import type { Connection } from './connection.ts';
import type { DesiredObject, Json, JsonObject, PlannedObject } from './model.ts';

/** An index that has other types than the templates to come: it stays as it is until somebody reindexes it. */
export interface IndexConflict {
  readonly index: string;
  readonly template: string;
  readonly fields: readonly { readonly field: string; readonly live: string; readonly template: string }[];
}

/**
 * Live indexes whose fields have other types than their template.
 * @param scope `changed` looks only below the templates that the plan creates or changes, which is quick on a cluster with
 * thousands of indexes
 */
export async function findIndexConflicts(
  connection: Connection,
  desired: readonly DesiredObject[],
  planned: readonly PlannedObject[],
  scope: 'changed' | 'all',
): Promise<IndexConflict[]> {
  const changing = new Set(
    planned
      .filter(({ action }) => action === 'create' || action === 'change' || action === 'clash')
      .map(({ name }) => name),
  );
  const components = new Map(
    desired.filter(({ kind }) => kind === 'component-template').map(({ name, body }) => [name, body]),
  );
  const templates = desired
    .filter(({ kind }) => kind === 'index-template')
    .sort((a, b) => Number(b.body['priority'] ?? 0) - Number(a.body['priority'] ?? 0));
  const conflicts: IndexConflict[] = [];
  const indexes = await openIndexes(connection);
  for (const template of templates) {
    const composedOf = (template.body['composed_of'] ?? []) as string[];
    if (scope === 'changed' && ![template.name, ...composedOf].some((name) => changing.has(name))) continue;
    const own = indexes.filter((index) => templates.find((candidate) => matches(candidate, index)) === template);
    if (own.length === 0) continue;
    const types = typesOf([...composedOf.map((name) => components.get(name)), template.body]);
    for (const index of own) {
      const { status, body } = await connection.must('GET', `/${index}/_mapping`, undefined, { expected: [404] });
      if (status === 404) continue;
      const live = Object.values(body)[0] as { mappings?: JsonObject };
      const fields = conflictingFields(fieldTypes(live.mappings), types);
      if (fields.length > 0) conflicts.push({ index, template: template.name, fields });
    }
  }
  return conflicts.sort((a, b) => (a.index < b.index ? -1 : 1));
}

async function openIndexes(connection: Connection): Promise<string[]> {
  const path = '/_resolve/index/log-*,metrics-opensearch-index-*?expand_wildcards=open';
  const { body } = await connection.must('GET', path, undefined, { expected: [404] });
  const { indices = [] } = body as unknown as { indices?: { name: string }[] };
  return indices.map(({ name }) => name);
}

function matches({ body }: DesiredObject, index: string): boolean {
  const patterns = (body['index_patterns'] ?? []) as string[];
  return patterns.some((pattern) =>
    new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(index),
  );
}

function typesOf(bodies: readonly (JsonObject | undefined)[]): Map<string, string> {
  const types = new Map<string, string>();
  for (const body of bodies) {
    const template = body?.['template'];
    if (isObject(template)) for (const [field, type] of fieldTypes(template['mappings'])) types.set(field, type);
  }
  return types;
}

/** Dotted names of all fields with their types; parents of others are `object`. */
function fieldTypes(mappings: Json | undefined, prefix = '', found = new Map<string, string>()): Map<string, string> {
  const properties = isObject(mappings) ? mappings['properties'] : undefined;
  if (!isObject(properties)) return found;
  for (const [name, field] of Object.entries(properties)) {
    if (!isObject(field)) continue;
    const path = `${prefix}${name}`;
    found.set(path, String(field['type'] ?? 'object'));
    fieldTypes(field, `${path}.`, found);
  }
  return found;
}

function conflictingFields(
  live: ReadonlyMap<string, string>,
  template: ReadonlyMap<string, string>,
): IndexConflict['fields'] {
  const found = [];
  for (const [field, type] of live) {
    const wanted = template.get(field);
    if (wanted !== undefined && wanted !== type) found.push({ field, live: type, template: wanted });
  }
  return found;
}

/**
 * Requests that bring an index to the new types without losing a document or a reader: the new index takes over the old
 * one's name as an alias, so that late documents and redelivered ones meet the ids that are there already.
 */
export function reindexSteps(index: string): string[] {
  const target = `${index}_re`;
  return [
    `POST /_reindex?wait_for_completion=false&slices=auto {"source":{"index":"${index}"},"dest":{"index":"${target}","op_type":"create"}}`,
    `GET /_tasks/<task>; then GET /${index},${target}/_count for both: the numbers are equal`,
    `POST /_aliases {"actions":[{"remove_index":{"index":"${index}"}},{"add":{"index":"${target}","alias":"${index}","is_write_index":true}}]}`,
  ];
}
