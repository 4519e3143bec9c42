import ipaddr from 'ipaddr.js';
import type { Indicator, ListedIndicator } from './indicator.ts';

type Found = readonly Indicator[];
const none: Found = [];

/** Networks of one address family by the length of their prefix: a look-up asks once per length that is there. */
type Networks = Map<number, Map<string, Indicator[]>>;

/** Addresses that mean another host in every network: only a list that names the very address means it. */
const localRanges = new Set(['private', 'loopback', 'linkLocal', 'uniqueLocal', 'unspecified', 'broadcast']);

/** Finds addresses and domains in threat lists. Immutable; new lists make a new object. */
export class ThreatLists {
  readonly size: number;
  /** Entries that are neither address, network nor domain. */
  readonly unusable: number;
  private readonly ipv4: Networks = new Map();
  private readonly ipv6: Networks = new Map();
  private readonly domains = new Map<string, Indicator[]>();
  /** Of `*.example.com`: `example.com`. */
  private readonly parentDomains = new Map<string, Indicator[]>();

  constructor(indicators: Iterable<ListedIndicator>) {
    let size = 0;
    let unusable = 0;
    for (const indicator of indicators) {
      if (this.add(indicator)) size++;
      else unusable++;
    }
    this.size = size;
    this.unusable = unusable;
  }

  /** What the lists say of an address, in the order of the lists. Text that is no address is in no list. */
  findIp(text: string): Found {
    if (!ipaddr.isValid(text) || !/[.:].*[.:]/.test(text)) return none;
    const address = ipaddr.process(text);
    const bytes = address.toByteArray();
    const isLocal = localRanges.has(address.range());
    const found: Indicator[] = [];
    for (const [length, networks] of bytes.length === 4 ? this.ipv4 : this.ipv6) {
      if (isLocal && length < bytes.length * 8) continue;
      const here = networks.get(networkKey(bytes, length));
      if (here !== undefined) found.push(...here);
    }
    return found.length === 0 ? none : found;
  }

  /** What the lists say of a domain: entries for itself, and entries such as `*.example.com` for what it is under. */
  findDomain(text: string): Found {
    const domain = normalized(text);
    const own = this.domains.get(domain) ?? none;
    if (this.parentDomains.size === 0) return own;
    const found = [...own];
    for (let dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1))
      found.push(...(this.parentDomains.get(domain.slice(dot + 1)) ?? none));
    return found;
  }

  private add({ value, ...facts }: ListedIndicator): boolean {
    const network = parseNetwork(value);
    if (network !== undefined) {
      const [bytes, length] = network;
      const isIpv4 = bytes.length === 4;
      const family = isIpv4 ? this.ipv4 : this.ipv6;
      const networks = family.get(length) ?? new Map<string, Indicator[]>();
      family.set(length, networks);
      push(networks, networkKey(bytes, length), { ...facts, type: isIpv4 ? 'ipv4-addr' : 'ipv6-addr' });
      return true;
    }
    const isParent = /^\*?\./.test(value);
    const domain = normalized(value.replace(/^\*?\./, ''));
    if (!/^(?=.{3,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}$/.test(domain)) return false;
    push(isParent ? this.parentDomains : this.domains, domain, { ...facts, type: 'domain-name' });
    return true;
  }
}

function normalized(domain: string): string {
  return domain.toLowerCase().replace(/\.$/, '');
}

function push(map: Map<string, Indicator[]>, key: string, indicator: Indicator): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [indicator]);
  else list.push(indicator);
}

/** The first bits of an address as text; the rest is zero. */
function networkKey(bytes: readonly number[], length: number): string {
  let key = '';
  for (let i = 0; i * 8 < length; i++) {
    const bits = Math.min(8, length - i * 8);
    key += String.fromCharCode(bytes[i]! & (0xff << (8 - bits)));
  }
  return key;
}

function parseNetwork(text: string): [bytes: number[], length: number] | undefined {
  try {
    if (text.includes('/')) {
      const [address, length] = ipaddr.parseCIDR(text);
      return [address.toByteArray(), length];
    }
    // A lone number would be taken for an address.
    if (!/[.:].*[.:]/.test(text) || !ipaddr.isValid(text)) return undefined;
    const bytes = ipaddr.process(text).toByteArray();
    return [bytes, bytes.length * 8];
  } catch {
    return undefined;
  }
}
