import type { Enrichment } from '@siem/log-type';
import { ThreatDirectory } from '@siem/threat-intel';
import { TrustedProxies } from './forwarded-for.ts';
import { followGeoDatabases, IpLookup, openGeoDatabases } from './geoip.ts';
import { ThreatEnrichment } from './threat.ts';
import { UserAgentParser } from './user-agent.ts';

export { TrustedProxies } from './forwarded-for.ts';
export { asnFile, cityFile, IpLookup, openGeoDatabases } from './geoip.ts';
export { UserAgentParser } from './user-agent.ts';

export interface EnrichmentOptions {
  /** Directory with MaxMind databases. */
  geoipDirectory?: string;
  /** Time between two looks for newer databases. Default: they are opened once. */
  geoipRefreshMs?: number;
  trustedProxies?: readonly string[];
  /** Directory with threat intelligence lists. */
  threatDirectory?: string;
  /** Time between two looks for changed threat lists. Default: they are read once. */
  threatRefreshMs?: number;
}

/** Opens what the options name. One per thread; the caches inside are not shared. */
export async function createEnrichment(options: EnrichmentOptions): Promise<Enrichment> {
  let ips = new IpLookup(await openGeoDatabases(options.geoipDirectory));
  followGeoDatabases(options, (databases) => {
    ips = new IpLookup(databases);
  });
  const userAgents = new UserAgentParser();
  const proxies = new TrustedProxies(options.trustedProxies ?? []);
  return {
    ip: (text) => ips.find(text),
    userAgent: (original) => userAgents.toJson(original),
    clientBehindProxies: (peer, forwardedFor) => proxies.client(peer, forwardedFor),
    threat: openThreatLists(options),
  };
}

function openThreatLists({ threatDirectory, threatRefreshMs }: EnrichmentOptions): Enrichment['threat'] {
  if (threatDirectory === undefined) return undefined;
  const directory = new ThreatDirectory(threatDirectory);
  if (threatRefreshMs !== undefined) directory.watch(threatRefreshMs);
  const threat = new ThreatEnrichment(() => directory.lists);
  return (ipFields, domainFields) => threat.members(ipFields, domainFields);
}
