/** ECS `network.type` of an address; undefined where there is none. */
export function ipVersion(address: unknown): string | undefined {
  if (typeof address !== 'string' || address === '-') return undefined;
  return address.includes(':') ? 'ipv6' : 'ipv4';
}
