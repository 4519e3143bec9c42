import type { Enrichment } from '@siem/log-type';
import { ThreatDirectory } from '@siem/threat-intel';
import { TrustedProxies } from './forwarded-for.ts';
import { followGeoDatabases, type GeoDatabases, IpLookup, openGeoDatabases } from './geoip.ts';
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

/** Files have changed and are used, or cannot be: then the former ones are, and those lists that can be read. */
export interface EnrichmentChange {
  of: 'geoip' | 'threat_lists';
  /** Differs where the files do. */
  version: string;
  /** What is wrong, by file. Undefined: nothing. */
  problem: string | undefined;
}

/**
 * Opens what the options name. One per thread; the caches inside are not shared.
 * @param report called also at the start, where a threat list cannot be read
 * @throws Error naming the file or directory when a GeoIP database, or the directory of threat lists, cannot be read
 */
export async function createEnrichment(
  options: EnrichmentOptions,
  report: (change: EnrichmentChange) => void = () => {},
): Promise<Enrichment> {
  let ips = new IpLookup(await openGeoDatabases(options.geoipDirectory));
  const use = (databases: GeoDatabases, version: string) => {
    ips = new IpLookup(databases);
    report({ of: 'geoip', version, problem: undefined });
  };
  followGeoDatabases(options, use, (problem, version) => report({ of: 'geoip', version, problem }));
  const userAgents = new UserAgentParser();
  const proxies = new TrustedProxies(options.trustedProxies ?? []);
  return {
    ip: (text) => ips.find(text),
    userAgent: (original) => userAgents.toJson(original),
    clientBehindProxies: (peer, forwardedFor) => proxies.client(peer, forwardedFor),
    threat: openThreatLists(options, report),
  };
}

function openThreatLists(
  { threatDirectory, threatRefreshMs }: EnrichmentOptions,
  report: (change: EnrichmentChange) => void,
): Enrichment['threat'] {
  if (threatDirectory === undefined) return undefined;
  const directory = new ThreatDirectory(threatDirectory);
  const tell = () => {
    const problem = directory.problems.map(({ file, reason }) => `${file}: ${reason}`).join('; ') || undefined;
    report({ of: 'threat_lists', version: directory.version, problem });
  };
  if (directory.problems.length > 0) tell();
  if (threatRefreshMs !== undefined) directory.watch(threatRefreshMs, tell);
  const threat = new ThreatEnrichment(() => directory.lists);
  return (ipFields, domainFields) => threat.members(ipFields, domainFields);
}
