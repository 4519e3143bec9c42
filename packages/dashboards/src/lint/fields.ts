import { fieldTypesOf } from './chart-schemas.ts';

export interface KnownField {
  readonly type: string;
  readonly aggregatable: boolean;
}

/** Field to what Dashboards knows of it, by the pattern's id. */
export type PatternFields = ReadonlyMap<string, ReadonlyMap<string, KnownField>>;

export function fieldProblems(aggregation: string, field: string, known: ReadonlyMap<string, KnownField>): string[] {
  const found = known.get(field);
  if (found === undefined)
    return [`${aggregation} of '${field}', which no template and no raw field of the pattern names`];
  const taken = fieldTypesOf[aggregation];
  if (taken === undefined) return [`'${aggregation}' is no aggregation we know`];
  if (taken.includes('*')) return [];
  if (!found.aggregatable) return [`${aggregation} of '${field}', whose values cannot be counted (${found.type})`];
  if (!taken.includes(found.type))
    return [`${aggregation} of '${field}' (${found.type}); right is ${taken.join(', ')}`];
  return [];
}
