import type { DocumentVerdict, LogTypeDefinition, RawRecord, RecordExclusions, RecordRules } from '@siem/log-type';
import { search } from 'jmespath';

/** Objects whose key the pattern is found in are not loaded. */
export interface KeyRule {
  name: string;
  pattern: { test(key: string): boolean };
  /** Absent: every log type. */
  logTypes?: readonly string[];
}

/** Records in which the field, by its name in the source, has such a value are left out. */
export interface FieldRule {
  name: string;
  logType: string;
  /** Steps of the path; lists on the way are looked into. */
  path: readonly string[];
  /** Of the whole value as text. */
  pattern: { test(value: string): boolean };
}

/** Documents for which the JMESPath expression is true are left out, or only counted. */
export interface ConditionRule {
  name: string;
  logType: string;
  action: 'exclude' | 'count';
  expression: string;
}

/** A set of rules; never changes. */
export class ExclusionRules implements RecordExclusions {
  private readonly keys: readonly KeyRule[];
  private readonly fields: readonly FieldRule[];
  private readonly conditions: readonly ConditionRule[];
  private readonly byLogType = new Map<string, RecordRules | undefined>();

  constructor(
    keys: readonly KeyRule[] = [],
    fields: readonly FieldRule[] = [],
    conditions: readonly ConditionRule[] = [],
  ) {
    this.keys = keys;
    this.fields = fields;
    this.conditions = conditions;
  }

  get count(): number {
    return this.keys.length + this.fields.length + this.conditions.length;
  }

  /** Both sets. */
  and({ keys, fields, conditions }: ExclusionRules): ExclusionRules {
    return new ExclusionRules(
      [...this.keys, ...keys],
      [...this.fields, ...fields],
      [...this.conditions, ...conditions],
    );
  }

  /** Name of the rule that leaves the object out. */
  ofObject(key: string, logType: string): string | undefined {
    return this.keys.find(({ pattern, logTypes }) => (logTypes?.includes(logType) ?? true) && pattern.test(key))?.name;
  }

  /** Undefined: no rule is about records of this log type. */
  forRecords(definition: LogTypeDefinition): RecordRules | undefined {
    const { name } = definition;
    if (!this.byLogType.has(name)) this.byLogType.set(name, this.compile(definition));
    return this.byLogType.get(name);
  }

  private compile({ name, prefix }: LogTypeDefinition): RecordRules | undefined {
    const fields = this.fields
      .filter(({ logType }) => logType === name)
      // The reference compares after it has put the prefix before the source's names.
      .map((rule) => (prefix !== undefined && rule.path[0] === prefix ? { ...rule, path: rule.path.slice(1) } : rule));
    const conditions = this.conditions.filter(({ logType }) => logType === name);
    if (fields.length + conditions.length === 0) return undefined;
    return {
      ofRecord: (record) => fields.find(({ path, pattern }) => hasValue(record, path, 0, pattern))?.name,
      ofDocument: conditions.length === 0 ? undefined : (source) => verdict(source, conditions),
    };
  }
}

/** Whether the value at the path, or one of several, is such; lists on the way are looked into. */
export function hasValue(
  value: unknown,
  path: readonly string[],
  step: number,
  pattern: { test(value: string): boolean },
): boolean {
  if (Array.isArray(value)) return value.some((item) => hasValue(item, path, step, pattern));
  if (step < path.length) {
    if (typeof value !== 'object' || value === null) return false;
    const name = path[step] as string;
    return Object.hasOwn(value, name) && hasValue((value as RawRecord)[name], path, step + 1, pattern);
  }
  if (value === null || value === undefined || typeof value === 'object') return false;
  // Rules of the reference know Python's words.
  return pattern.test(String(value)) || (typeof value === 'boolean' && pattern.test(value ? 'True' : 'False'));
}

function verdict(source: string, conditions: readonly ConditionRule[]): DocumentVerdict {
  const document: unknown = JSON.parse(source);
  const countedBy: string[] = [];
  for (const { name, action, expression } of conditions) {
    if (!isTrue(answer(document, expression))) continue;
    if (action === 'exclude') return { excludedBy: name, countedBy };
    countedBy.push(name);
  }
  return { countedBy };
}

/** A function that is given a wrong type by this document says nothing about it. */
function answer(document: unknown, expression: string): unknown {
  try {
    return search(document, expression) as unknown;
  } catch {
    return false;
  }
}

/** What JMESPath takes for true: all but false, null, and what is empty. */
function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return false;
  if (typeof value === 'object') return Object.keys(value).length > 0;
  return true;
}
