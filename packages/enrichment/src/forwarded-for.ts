import ipaddr from 'ipaddr.js';

/** Networks whose X-Forwarded-For entries are believed. */
export class TrustedProxies {
  private readonly networks: [ipaddr.IPv4 | ipaddr.IPv6, number][];

  /** @throws Error naming the entry that is no network in CIDR notation */
  constructor(networks: readonly string[]) {
    this.networks = networks.map((network) => {
      try {
        return ipaddr.parseCIDR(network.includes('/') ? network : `${network}/${network.includes(':') ? 128 : 32}`);
      } catch {
        throw new Error(`Trusted proxy '${network}' is no network; right is e.g. '10.0.0.0/8' or '2001:db8::/32'`);
      }
    });
  }

  get isEmpty(): boolean {
    return this.networks.length === 0;
  }

  trusts(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    return this.networks.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));
  }

  /**
   * The last address, from the right, that is no trusted proxy. A peer that is not trusted may have written the header
   * itself, so then the peer is the client.
   */
  client(peer: unknown, forwardedFor: unknown): unknown {
    if (this.isEmpty || typeof peer !== 'string' || !this.trusts(peer)) return peer;
    const list = Array.isArray(forwardedFor)
      ? forwardedFor
      : typeof forwardedFor === 'string'
        ? forwardedFor.split(',')
        : [];
    const addresses = list.map((entry) => String(entry).trim()).filter((entry) => ipaddr.isValid(entry));
    return addresses.findLast((address) => !this.trusts(address)) ?? peer;
  }
}
