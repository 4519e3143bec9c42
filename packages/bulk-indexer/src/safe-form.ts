import { isRawJson, rawJson } from '@siem/log-type';
import type { Conflict } from './conflict.ts';
import type { SafeForm } from './work-item.ts';

/** The `flat_object` field of the index templates that takes what an index does not. */
export const unmappedField = 'siem_unmapped';
export const safeFormTag = 'siem_safe_form';

/** Longest term of Lucene is 32,766 bytes; path and value together make one. */
const maxTermBytes = 32_000;
const maxPathBytes = 1_000;
/** OpenSearch reads a flat_object by recursion; a few hundred levels end its thread. */
const maxDepth = 20;

/** Fields that every document has; dashboards and searches rely on them, so they stay in any form. */
const baseFields: readonly (readonly [object: string, member: string])[] = [
  ['event', 'module'],
  ['event', 'ingested'],
  ['ecs', 'version'],
];
const baseCloudFields: readonly (readonly string[])[] = [
  ['cloud', 'account', 'id'],
  ['cloud', 'region'],
];

type Json = unknown;
type JsonObject = Record<string, Json>;

export interface SafeDocument {
  readonly source: Buffer;
  readonly form: SafeForm;
}

/**
 * The document with what the index refused moved under `siem_unmapped`, by its original path, and tagged: still
 * found by time, type, account and full text, and by value in the flat_object.
 * `field` moves the named field only; `wide`, or a name that the document does not have, everything but the base fields.
 * @param source one JSON object; numbers keep their digits
 * @returns undefined when the source is no JSON object
 */
export function toSafeForm(source: Buffer, conflict: Conflict, form: SafeForm): SafeDocument | undefined {
  const document = parseObject(source);
  if (document === undefined) return undefined;
  const moved = newObject();
  let usedForm: SafeForm = form;
  if (form === 'wide' || !moveConflicting(document, conflict, moved)) {
    usedForm = 'wide';
    moveAllButBase(document, moved);
  }
  addMoved(document, moved);
  tag(document, conflict);
  return { source: Buffer.from(`${JSON.stringify(document)}\n`), form: usedForm };
}

/** @returns whether anything is different from before */
function moveConflicting(document: JsonObject, { reason, field }: Conflict, moved: JsonObject): boolean {
  // Parsing has kept one of the values; the raw record in @message has all.
  if (reason === 'duplicate_key') return true;
  if (reason === 'bad_field_name') return moveBadNames(document, '', moved, field);
  if (field === undefined || isBase(field)) return false;
  // An error may name a multi-field (`message.keyword`) or a flat_object's own field (`x._value`): the document has
  // the field above it.
  for (let name = field; name !== ''; name = name.slice(0, Math.max(name.lastIndexOf('.'), 0))) {
    if (!isBase(name) && moveField(document, name, name, moved)) return true;
  }
  return false;
}

/** Fields may be nested, dotted or both; in arrays of objects every element's is moved. */
function moveField(container: JsonObject, name: string, path: string, moved: JsonObject): boolean {
  let found = false;
  for (const key of Object.keys(container)) {
    const value = container[key];
    if (key === name) {
      collect(moved, path, value);
      delete container[key];
      found = true;
    } else if (name.startsWith(`${key}.`)) {
      const rest = name.slice(key.length + 1);
      for (const element of Array.isArray(value) ? value : [value]) {
        if (isObject(element) && moveField(element, rest, path, moved)) found = true;
      }
      if (found && isObject(value) && Object.keys(value).length === 0) delete container[key];
    }
  }
  return found;
}

/** Empty names, names of dots, dots in a row or at an end, names too long for a term. */
function moveBadNames(container: JsonObject, path: string, moved: JsonObject, field: string | undefined): boolean {
  let found = false;
  for (const key of Object.keys(container)) {
    const value = container[key];
    const isBad = key === field || key.trim() === '' || /^\.|\.\.|\.$/.test(key) || key.length > maxPathBytes;
    const keyPath = path === '' ? key : `${path}.${key}`;
    if (isBad) {
      collect(moved, keyPath, value);
      delete container[key];
      found = true;
    } else {
      for (const element of Array.isArray(value) ? value : [value]) {
        if (isObject(element) && moveBadNames(element, keyPath, moved, field)) found = true;
      }
    }
  }
  return found;
}

function moveAllButBase(document: JsonObject, moved: JsonObject): void {
  const kept = newObject();
  for (const path of [...baseFields, ...baseCloudFields]) keepPath(document, path, kept);
  for (const key of Object.keys(document)) {
    if (key.startsWith('@') || key === unmappedField || key === 'siem' || key === 'tags') continue;
    const value = document[key];
    if (!(isObject(value) && Object.keys(value).length === 0)) collect(moved, key, value);
    delete document[key];
  }
  for (const key of Object.keys(kept)) document[key] = kept[key];
}

/** Takes a base field out of the document and puts it under the same path into `kept`. */
function keepPath(document: JsonObject, path: readonly string[], kept: JsonObject): void {
  const parents: JsonObject[] = [];
  let at: Json = document;
  for (const name of path.slice(0, -1)) {
    if (!isObject(at)) return;
    parents.push(at);
    at = at[name];
  }
  const last = path.at(-1) ?? '';
  if (!isObject(at) || !(last in at) || isObject(at[last])) return;
  let target = kept;
  for (const name of path.slice(0, -1)) {
    const inner = isObject(target[name]) ? (target[name] as JsonObject) : newObject();
    target[name] = inner;
    target = inner;
  }
  target[last] = at[last];
  delete at[last];
  for (let i = parents.length - 1; i >= 0; i--) {
    const name = path[i] ?? '';
    const inner = parents[i]?.[name];
    if (isObject(inner) && Object.keys(inner).length === 0) delete parents[i]?.[name];
  }
}

function isBase(field: string): boolean {
  return field.startsWith('@') || [...baseFields, ...baseCloudFields].some((path) => path.join('.') === field);
}

/** Several values of one path become an array. */
function collect(moved: JsonObject, path: string, value: Json): void {
  const before = moved[path];
  if (!(path in moved)) moved[path] = value;
  else moved[path] = Array.isArray(before) ? [...before, value] : [before, value];
}

function addMoved(document: JsonObject, moved: JsonObject): void {
  if (Object.keys(moved).length === 0) return;
  const before = document[unmappedField];
  const unmapped = newObject();
  if (isObject(before)) Object.assign(unmapped, before);
  for (const path of Object.keys(moved)) {
    const name = clip(path, maxPathBytes);
    unmapped[name] = fit(moved[path], Buffer.byteLength(`${unmappedField}.${name}=`), 1);
  }
  document[unmappedField] = unmapped;
}

/** What a flat_object can take: terms not too long, not nested too deep; the rest as text. */
function fit(value: Json, pathBytes: number, depth: number): Json {
  if (typeof value === 'string') return clip(value, Math.max(maxTermBytes - pathBytes, 100));
  if (typeof value !== 'object' || value === null || isRawJson(value)) return value;
  if (depth >= maxDepth) return clip(JSON.stringify(value), Math.max(maxTermBytes - pathBytes, 100));
  if (Array.isArray(value)) return value.map((element) => fit(element, pathBytes, depth + 1));
  const fitted = newObject();
  for (const [key, member] of Object.entries(value)) {
    const name = clip(key, maxPathBytes);
    fitted[name] = fit(member, pathBytes + Buffer.byteLength(name) + 1, depth + 1);
  }
  return fitted;
}

/** At most `maxBytes` of UTF-8, the marker included, never half a character. */
function clip(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxBytes) return text;
  const marker = `…[cut, ${bytes} bytes]`;
  const encoded = Buffer.from(text);
  let end = maxBytes - Buffer.byteLength(marker);
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return encoded.toString('utf8', 0, end) + marker;
}

function tag(document: JsonObject, { reason, field }: Conflict): void {
  const siem = isObject(document['siem']) ? document['siem'] : newObject();
  siem['safe_form'] = field === undefined ? { reason } : { reason, field: clip(field, maxPathBytes) };
  document['siem'] = siem;
  const tags = document['tags'];
  const list = Array.isArray(tags) ? tags : tags === undefined || tags === null ? [] : [tags];
  document['tags'] = list.includes(safeFormTag) ? list : [...list, safeFormTag];
}

/** Objects get no prototype, so that a key such as `__proto__` stays a key; numbers keep the digits they came with. */
function parseObject(source: Buffer): JsonObject | undefined {
  try {
    const parsed = (JSON.parse as ParseWithSource)(
      source.toString('utf8'),
      (_key, value: Json, context?: { source?: string }) => {
        if (typeof value === 'number' && context?.source !== undefined && String(value) !== context.source) {
          return rawJson(context.source);
        }
        return isObject(value) ? Object.setPrototypeOf(value, null) : value;
      },
    );
    return isObject(parsed) ? parsed : undefined;
  } catch {
    // No JSON, or nested beyond the stack: there is no form of it that the index could take.
    return undefined;
  }
}

function newObject(): JsonObject {
  return Object.create(null) as JsonObject;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawJson(value);
}

/** JSON.parse as V8 has it: the reviver also gets the source text of numbers. */
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: Json, context?: { source?: string }) => Json,
) => Json;
