import table from './fields.json' with { type: 'json' };

/** ECS release that `ecs.version` names; the table below is generated from it (scripts/generate.py). */
export const ecsVersion: string = table.version;

export interface EcsField {
  /** Elasticsearch type as ECS names it, e.g. `keyword`, `ip`, `long`, `match_only_text`. */
  type: string;
  /** ECS says that values are always an array. */
  array: boolean;
}

const fields = new Map<string, EcsField>(
  Object.entries(table.fields).map(([name, type]) => [
    name,
    { type: type.replace('[]', ''), array: type.endsWith('[]') },
  ]),
);

/** The ECS field of that dotted name, or undefined for a name that ECS does not define. */
export function ecsField(name: string): EcsField | undefined {
  return fields.get(name);
}

export function ecsFieldNames(): Iterable<string> {
  return fields.keys();
}

/** Allowed values of categorisation fields (`event.kind`, `event.category`, `event.type`, `event.outcome`). */
export const allowedValues: Readonly<Record<string, readonly string[]>> = table.allowedValues;

/** Event types that ECS expects for each `event.category`. */
export const eventTypesOfCategory: Readonly<Record<string, readonly string[]>> = table.eventTypesOfCategory;
