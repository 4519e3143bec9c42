import type { ListedIndicator } from '../indicator.ts';
import type { ListFile } from '../read-lists.ts';
import { optional, time } from './csv.ts';

/** Comparisons with a literal in a STIX pattern, e.g. `ipv4-addr:value = '192.0.2.1'` or `... ISSUBSET '192.0.2.0/24'`. */
const comparison =
  /\b(?:ipv4-addr|ipv6-addr|domain-name):value\s*(?:=|ISSUBSET|LIKE|IN)\s*\(?\s*((?:'(?:[^'\\]|\\.)*'\s*,?\s*)+)/g;
const literal = /'((?:[^'\\]|\\.)*)'/g;

/**
 * Indicators of a STIX 2.0 or 2.1 bundle: addresses and domains of their patterns. Revoked ones are left out.
 * @see https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html
 */
export function* readStix(
  { name, provider, modifiedAt }: ListFile,
  objects: readonly unknown[],
): Generator<ListedIndicator> {
  for (const object of objects) {
    if (typeof object !== 'object' || object === null) continue;
    const item = object as Record<string, unknown>;
    const pattern = item['pattern'];
    if (typeof pattern !== 'string' || item['revoked'] === true) continue;
    const text = (key: string) => (typeof item[key] === 'string' ? (item[key] as string) : undefined);
    const itemName = text('name');
    const facts = {
      name: itemName === undefined ? name : `${name}: ${itemName}`,
      provider,
      ...optional('description', text('description')),
      ...optional('first_seen', time(text('first_seen') ?? text('valid_from'))),
      ...optional('last_seen', time(text('last_seen'))),
      modified_at: time(text('modified') ?? text('published')) ?? modifiedAt,
    };
    for (const [, list] of pattern.matchAll(comparison))
      for (const [, value] of list!.matchAll(literal))
        yield { value: value!.replace(/\\(.)/g, '$1').replace(/^%/, '*'), ...facts };
  }
}
