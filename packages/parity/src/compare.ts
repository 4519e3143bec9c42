import { deliberateDifferences, isDeliberate } from './deliberate.ts';

export interface ComparedDocument {
  _index: string;
  _id: string;
  _source: Record<string, unknown>;
}

export interface FieldDifference {
  field: string;
  theirs: unknown;
  ours: unknown;
}

export interface DocumentComparison {
  id: string;
  differences: FieldDifference[];
}

/** Pairs the documents of both sides: by the record's text, else by id, else by position where counts are equal. */
export function pairDocuments(
  theirs: readonly ComparedDocument[],
  ours: readonly ComparedDocument[],
): { pairs: [ComparedDocument, ComparedDocument][]; missing: ComparedDocument[] } {
  const left = new Set(ours);
  const pairs: [ComparedDocument, ComparedDocument][] = [];
  const missing: ComparedDocument[] = [];
  const take = (document: ComparedDocument, match: ComparedDocument | undefined): boolean => {
    if (match === undefined) return false;
    left.delete(match);
    pairs.push([document, match]);
    return true;
  };
  const byText = new Map<string, ComparedDocument[]>();
  for (const document of ours) byText.set(textKey(document), [...(byText.get(textKey(document)) ?? []), document]);
  const byId = new Map(ours.map((document) => [document._id, document]));
  const unpaired = theirs.filter((document) => !take(document, byText.get(textKey(document))?.shift()));
  for (const document of unpaired) {
    const match =
      byId.get(document._id) ?? (theirs.length === ours.length ? ours[theirs.indexOf(document)] : undefined);
    if (!take(document, match !== undefined && left.has(match) ? match : undefined)) missing.push(document);
  }
  return { pairs, missing };
}

function textKey(document: ComparedDocument): string {
  const text = String(document._source['@message']);
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    return text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

/** Fields of theirs that are missing or different in ours. What only we have is no difference. */
export function compareDocuments(
  logType: string,
  theirs: ComparedDocument,
  ours: ComparedDocument,
): DocumentComparison {
  const differences: FieldDifference[] = [];
  const check = (field: string, a: unknown, b: unknown) => {
    if (!isEqual(field, a, b) && !isDeliberate(logType, field, a, b, ours._source))
      differences.push({ field, theirs: a, ours: b });
  };
  check('_index', theirs._index, ours._index);
  check('_id', theirs._id, ours._id);
  const mine = flatten(ours._source);
  for (const [field, value] of flatten(theirs._source)) check(field, value, mine.get(field));
  return { id: theirs._id, differences };
}

/** Leaf fields by dotted path, as an index sees them: objects in arrays are joined. */
export function flatten(source: Record<string, unknown>): Map<string, unknown[]> {
  const fields = new Map<string, unknown[]>();
  const visit = (path: string, value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(path, item);
    else if (value !== null && typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) visit(path === '' ? key : `${path}.${key}`, item);
    } else fields.set(path, [...(fields.get(path) ?? []), value]);
  };
  visit('', source);
  return fields;
}

/** An index makes no difference between 22 and "22", true and "true", a value and a list of one. */
function isEqual(field: string, theirs: unknown, ours: unknown): boolean {
  const a = texts(theirs);
  const b = texts(ours);
  if (a.length === b.length && a.every((text, i) => text === b[i])) return true;
  if (a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n')) return true;
  if (field === '@message') return false;
  return a.length === b.length && a.every((text, i) => sameNumberOrTime(text, b[i]!));
}

function texts(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((item) =>
    typeof item === 'boolean' ? String(item) : String(item),
  );
}

const time = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

function sameNumberOrTime(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase() && /^(true|false)$/i.test(a)) return true;
  if (a !== '' && b !== '' && Number(a) === Number(b)) return true;
  return time.test(a) && time.test(b) && Date.parse(a) === Date.parse(b);
}

export { deliberateDifferences };
