import { type FieldValue, TextCache } from '@siem/log-type';
import type { Indicator, ThreatLists } from '@siem/threat-intel';
import { asciiJson } from './ascii-json.ts';

interface Enrichment {
  indicator: Partial<Indicator> & { ip?: string };
  matched: { field: string[]; atomic?: string };
}

const cachedAnswers = 100_000;

/** Writes what the lists say of a document's addresses and domains, under the names that the reference uses. */
export class ThreatEnrichment {
  private readonly current: () => ThreatLists;
  private lists: ThreatLists;
  private ips = new TextCache<readonly Indicator[]>(cachedAnswers);
  private domains = new TextCache<readonly Indicator[]>(cachedAnswers);

  /** @param current the lists as they are now; they may change between two documents */
  constructor(current: () => ThreatLists) {
    this.current = current;
    this.lists = current();
  }

  /** `,"threat.enrichments":[…],"threat.matched":{…}`, or empty. */
  members(ips: readonly FieldValue[], domains: readonly FieldValue[]): string {
    this.follow();
    const enrichments: Enrichment[] = [];
    for (const [ip, field] of byValue(ips))
      for (const indicator of this.ofIp(ip)) enrichments.push({ indicator: { ...indicator, ip }, matched: { field } });
    for (const [domain, field] of byValue(domains))
      for (const indicator of this.ofDomain(domain))
        enrichments.push({ indicator, matched: { atomic: domain, field } });
    if (enrichments.length === 0) return '';
    const matched = {
      providers: unique(enrichments.map(({ indicator }) => indicator.provider)),
      types: unique(enrichments.map(({ indicator }) => indicator.type)),
      indicators: unique(enrichments.map(({ indicator, matched: { atomic } }) => indicator.ip ?? atomic)),
      names: unique(enrichments.map(({ indicator }) => indicator.name)),
    };
    return `,"threat.enrichments":${asciiJson(enrichments)},"threat.matched":${asciiJson(matched)}`;
  }

  private follow(): void {
    const lists = this.current();
    if (lists === this.lists) return;
    this.lists = lists;
    this.ips = new TextCache(cachedAnswers);
    this.domains = new TextCache(cachedAnswers);
  }

  private ofIp(text: string): readonly Indicator[] {
    return cached(this.ips, text, () => this.lists.findIp(text));
  }

  private ofDomain(text: string): readonly Indicator[] {
    return cached(this.domains, text, () => this.lists.findDomain(text));
  }
}

function cached<V>(cache: TextCache<V>, key: string, find: () => V): V {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const value = find();
  cache.set(key, value);
  return value;
}

/** The fields that each value stands in; lists are taken apart. */
function byValue(fields: readonly FieldValue[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [field, value] of fields) {
    for (const item of Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]) {
      if (typeof item !== 'string' || item.length < 3) continue;
      const known = found.get(item);
      if (known === undefined) found.set(item, [field]);
      else if (!known.includes(field)) known.push(field);
    }
  }
  return found;
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))].sort();
}
