import type { OpenSearchError } from './classify.ts';

/** Why an index refuses a document's form; tagged on the document as `siem.safe_form.reason`. */
export type ConflictReason =
  | 'mapping_conflict'
  | 'bad_value'
  | 'field_limit'
  | 'term_too_long'
  | 'depth_limit'
  | 'bad_field_name'
  | 'strict_mapping'
  | 'duplicate_key'
  | 'other';

export interface Conflict {
  readonly reason: ConflictReason;
  /** Full name of the field, where the error tells it. */
  readonly field?: string;
}

type Rule = readonly [pattern: RegExp, reason: ConflictReason];

/**
 * What OpenSearch 2.19 and 3.8 say. Group `field` is the full name; `parent` stands before it where the error names
 * them apart. More exact rules come first.
 */
const rules: readonly Rule[] = [
  [/^failed to parse field \[(?<field>.*?)\] of type \[[^\]]*\] in document with id/s, 'bad_value'],
  [/object mapping for \[(?<field>.*?)\] tried to parse field \[.*?\] as object/s, 'mapping_conflict'],
  [/Could not dynamically add mapping for field \[(?<field>.*?)\]\. Existing mapping for/s, 'mapping_conflict'],
  [/can't merge a non object mapping \[(?<field>.*?)\] with an object mapping/s, 'mapping_conflict'],
  [/object mapping \[(?<field>.*?)\] can't be changed from/s, 'mapping_conflict'],
  [/mapper \[(?<field>.*?)\] (?:cannot be changed from type|of different type)/s, 'mapping_conflict'],
  [/Cannot write to a field alias \[(?<field>.*?)\]/s, 'mapping_conflict'],
  [/dynamic introduction of \[(?<field>.*?)\] within \[(?<parent>.*?)\] is not allowed/s, 'strict_mapping'],
  [/immense term in field="(?<field>.*?)" \(whose UTF8/s, 'term_too_long'],
  [/Limit of total fields \[\d+\]/, 'field_limit'],
  [/Limit of (?:mapping depth|nested)|depth of the field has exceeded/, 'depth_limit'],
  [/Limit of field name|Field name .* is longer than|Name length \(\d+\) exceeds/, 'bad_field_name'],
  [/object resolution ambiguous: \[(?<field>.*?)\]/s, 'bad_field_name'],
  [/field name cannot/, 'bad_field_name'],
  [/Duplicate (?:Object property|field) ["'](?<field>.*?)["']/s, 'duplicate_key'],
];

/** Reads the reason and the field out of an error and its causes; the first rule that fits wins. */
export function readConflict(error: OpenSearchError | undefined): Conflict {
  for (const [pattern, reason] of rules) {
    for (let at = error, depth = 0; at !== undefined && depth < 8; at = at.caused_by, depth++) {
      const match = pattern.exec(at.reason ?? '');
      if (match === null) continue;
      const { field, parent } = match.groups ?? {};
      if (field === undefined || field === 'null') return { reason };
      return { reason, field: parent === undefined || parent === '_doc' ? field : `${parent}.${field}` };
    }
  }
  return { reason: 'other' };
}

/** One row of `siem doctor`: how often an index refused a field. */
export interface ConflictCount {
  readonly index: string;
  /** Empty where the error names none. */
  readonly field: string;
  readonly reason: ConflictReason;
  readonly documents: number;
}

/** Hostile logs can make up names without end; beyond this many they share one row per index. */
const maxRows = 1000;

/** Counts conflicts by index, field and reason. */
export class ConflictCounts {
  private readonly rows = new Map<
    string,
    { index: string; field: string; reason: ConflictReason; documents: number }
  >();

  add(index: string, { reason, field = '' }: Conflict): void {
    const shared = this.rows.size >= maxRows && !this.rows.has(this.key(index, field, reason));
    const name = shared ? '*' : field;
    const key = this.key(index, name, reason);
    const row = this.rows.get(key) ?? { index, field: name, reason, documents: 0 };
    row.documents++;
    this.rows.set(key, row);
  }

  /** Most documents first. */
  list(): ConflictCount[] {
    return [...this.rows.values()].map((row) => ({ ...row })).sort((a, b) => b.documents - a.documents);
  }

  private key(index: string, field: string, reason: ConflictReason): string {
    return `${reason}\n${index}\n${field}`;
  }
}
