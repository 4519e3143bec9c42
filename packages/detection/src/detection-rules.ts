import { hasValue } from '@siem/exclusion';
import type { Detection, LogTypeDefinition, RawRecord, RecordDetections } from '@siem/log-type';

/** The field, by its name in the source, has such a value; `exact` are the values where it is no pattern. */
export interface Condition {
  readonly path: readonly string[];
  readonly test: { test(value: string): boolean };
  readonly exact?: ReadonlySet<string>;
}

export interface Rule extends Detection {
  readonly logTypes: readonly string[];
  /** All of them hold. */
  readonly when: readonly Condition[];
  /** None of them does. */
  readonly unless: readonly Condition[];
}

type Match = (record: RawRecord) => readonly Detection[];
const none: readonly Detection[] = [];

/** A set of rules; never changes. */
export class DetectionRules implements RecordDetections {
  readonly rules: readonly Rule[];
  private readonly byLogType = new Map<string, Match | undefined>();

  constructor(rules: readonly Rule[]) {
    this.rules = rules;
  }

  forRecords({ name }: Pick<LogTypeDefinition, 'name'>): Match | undefined {
    if (!this.byLogType.has(name))
      this.byLogType.set(name, compile(this.rules.filter(({ logTypes }) => logTypes.includes(name))));
    return this.byLogType.get(name);
  }
}

/**
 * Rules that begin with exact values of one field are found by that value: a hundred rules about `eventName` cost a record
 * one look into a map.
 */
function compile(rules: readonly Rule[]): Match | undefined {
  if (rules.length === 0) return undefined;
  const indexes = new Map<string, { path: readonly string[]; byValue: Map<string, Rule[]> }>();
  const others: Rule[] = [];
  for (const rule of rules) {
    const key = rule.when.find(({ exact, path }) => exact !== undefined && path.length === 1);
    if (key === undefined) {
      others.push(rule);
      continue;
    }
    const index = indexes.get(key.path[0]!) ?? { path: key.path, byValue: new Map<string, Rule[]>() };
    indexes.set(key.path[0]!, index);
    for (const value of key.exact!) index.byValue.set(value, [...(index.byValue.get(value) ?? []), rule]);
  }
  const lookups = [...indexes.values()].map(({ path, byValue }) => ({ field: path[0]!, byValue }));
  return (record) => {
    let candidates = others;
    for (const { field, byValue } of lookups) {
      const indexed = byValue.get(record[field] as string);
      if (indexed !== undefined) candidates = [...candidates, ...indexed];
    }
    if (candidates.length === 0) return none;
    const found = candidates.filter((rule) => matches(rule, record));
    return found.length === 0 ? none : found;
  };
}

function matches({ when, unless }: Rule, record: RawRecord): boolean {
  return (
    when.every(({ path, test }) => hasValue(record, path, 0, test)) &&
    !unless.some(({ path, test }) => hasValue(record, path, 0, test))
  );
}
