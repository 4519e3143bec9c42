import type { Json, JsonObject } from '../model.ts';

// OpenSearch Dashboards keeps the list of fields inside the index pattern, and people write there too: refreshing brings the
// fields that no template names, they script some and choose formats, and each column they add to a search is counted.
// None of that is ours to compare or to take away.

interface Field extends JsonObject {
  readonly name: string;
  readonly type: string;
}

/** The live pattern as far as it is about fields that we declare. */
export function narrowedPattern(live: JsonObject, ours: JsonObject): JsonObject {
  const names = new Set(fieldsOf(ours).map(({ name }) => name));
  const formats = Object.keys(formatsOf(ours));
  return {
    ...live,
    fields: JSON.stringify(fieldsOf(live).filter(({ name }) => names.has(name))),
    fieldFormatMap: JSON.stringify(Object.fromEntries(formats.map((name) => [name, formatsOf(live)[name]]))),
  };
}

/** Ours, with the fields and formats that others have added to the live one. */
export function mergedPattern(ours: JsonObject, live: JsonObject): JsonObject {
  const names = new Set(fieldsOf(ours).map(({ name }) => name));
  return {
    ...ours,
    fields: JSON.stringify([...fieldsOf(ours), ...fieldsOf(live).filter(({ name }) => !names.has(name))]),
    fieldFormatMap: JSON.stringify({ ...formatsOf(live), ...formatsOf(ours) }),
  };
}

/** What decides whether two patterns are the same: of the fields, their types. */
export function comparablePattern(pattern: JsonObject): JsonObject {
  const types = fieldsOf(pattern).map(({ name, type }): [string, Json] => [name, type]);
  return {
    title: pattern['title'],
    timeFieldName: pattern['timeFieldName'],
    fields: Object.fromEntries(types),
    fieldFormatMap: formatsOf(pattern),
  };
}

function fieldsOf(pattern: JsonObject): Field[] {
  return JSON.parse(String(pattern['fields'] ?? '[]')) as Field[];
}

function formatsOf(pattern: JsonObject): JsonObject {
  return JSON.parse(String(pattern['fieldFormatMap'] ?? '{}')) as JsonObject;
}
