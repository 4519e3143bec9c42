/** One field of a mapping: a leaf with its parameters, or an object with `properties`. */
export interface FieldMapping {
  readonly type?: string;
  readonly properties?: Mappings;
  readonly [parameter: string]: unknown;
}

export type Mappings = Readonly<Record<string, FieldMapping>>;

/**
 * Largest `ignore_above` that can never fail: Lucene takes terms of up to 32,766 bytes, and `ignore_above` counts UTF-16
 * units, of which two need four bytes of UTF-8 and one at most three; 8191 leaves room for either. A longer value stays
 * in `_source` and its words are found in `@message`.
 */
const ignoreAbove = 8191;

export const keyword: FieldMapping = { type: 'keyword', ignore_above: ignoreAbove };
/** Words without positions and scores: a tenth of `text`'s size, and phrases still work, from `_source`. */
export const text: FieldMapping = { type: 'match_only_text' };
/** `true` and `false` only; anything else is refused, and the bulk indexer's safe form keeps it searchable. */
export const boolean: FieldMapping = { type: 'boolean' };
/** The whole subtree is one field: no path of its own per key, so no explosion and no conflict between its members. */
export const flatObject: FieldMapping = { type: 'flat_object' };
/** Text beside numbers (`-`, `n/a`) would refuse the whole document; so it is listed in `_ignored` instead. */
export const long: FieldMapping = { type: 'long', ignore_malformed: true };
export const double: FieldMapping = { type: 'double', ignore_malformed: true };
/** Sources write names and `-` where addresses should be. */
export const ip: FieldMapping = { type: 'ip', ignore_malformed: true };
export const date: FieldMapping = { type: 'date', ignore_malformed: true };
export const dateNanos: FieldMapping = { type: 'date_nanos', ignore_malformed: true };
export const geoPoint: FieldMapping = { type: 'geo_point', ignore_malformed: true };

/**
 * Dotted paths as a tree of `properties`. Where one path is both a value and the parent of others, the parent wins: an
 * index can hold only one of the two.
 */
export function nest(fields: Iterable<readonly [path: string, mapping: FieldMapping]>): Mappings {
  const root: Record<string, MutableNode> = {};
  for (const [path, mapping] of [...fields].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const names = path.split('.');
    const leaf = names.pop()!;
    let level = root;
    for (const name of names) {
      const node = level[name];
      if (node === undefined || (node['type'] !== undefined && node['type'] !== 'nested')) {
        // A flat object already holds every path below it.
        if (node?.['type'] === 'flat_object') break;
        level[name] = { properties: {} };
      }
      level[name]!.properties ??= {};
      level = level[name]!.properties;
    }
    if (isBelowFlatObject(root, names)) continue;
    if (level[leaf]?.properties === undefined) level[leaf] = { ...mapping };
    else if (mapping.type === 'nested') level[leaf] = { ...mapping, properties: level[leaf].properties };
  }
  return root as Mappings;
}

interface MutableNode {
  properties?: Record<string, MutableNode>;
  [parameter: string]: unknown;
}

function isBelowFlatObject(root: Record<string, MutableNode>, names: readonly string[]): boolean {
  let level: Record<string, MutableNode> | undefined = root;
  for (const name of names) {
    const node: MutableNode | undefined = level?.[name];
    if (node?.['type'] === 'flat_object') return true;
    level = node?.properties;
  }
  return false;
}

/** Fields as OpenSearch counts them against `total_fields.limit`: objects count too. */
export function countFields(mappings: Mappings): number {
  return Object.values(mappings).reduce(
    (sum, field) => sum + 1 + (field.properties === undefined ? 0 : countFields(field.properties)),
    0,
  );
}
