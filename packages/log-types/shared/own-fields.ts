/**
 * Mappings that put raw fields under an object of the log type's own, `{'mysql.host': 'host'}`, where the fields of that
 * object come from the text and from `derive` alike.
 */
export function under(object: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`${object}.${name.replace('$', '')}`, name]));
}
