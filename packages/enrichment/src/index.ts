import type { Enrichment } from '@siem/log-type';
import { TrustedProxies } from './forwarded-for.ts';
import { IpLookup, openGeoDatabases } from './geoip.ts';
import { UserAgentParser } from './user-agent.ts';

export { TrustedProxies } from './forwarded-for.ts';
export { asnFile, cityFile, IpLookup, openGeoDatabases } from './geoip.ts';
export { UserAgentParser } from './user-agent.ts';

export interface EnrichmentOptions {
  /** Directory with MaxMind databases. */
  geoipDirectory?: string;
  trustedProxies?: readonly string[];
}

/** Opens what the options name. One per thread; the caches inside are not shared. */
export async function createEnrichment(options: EnrichmentOptions): Promise<Enrichment> {
  const ips = new IpLookup(await openGeoDatabases(options.geoipDirectory));
  const userAgents = new UserAgentParser();
  const proxies = new TrustedProxies(options.trustedProxies ?? []);
  return {
    ip: (text) => ips.find(text),
    userAgent: (original) => userAgents.toJson(original),
    clientBehindProxies: (peer, forwardedFor) => proxies.client(peer, forwardedFor),
    threat: undefined,
  };
}
