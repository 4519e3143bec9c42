/** Names as in STIX 2.x, which ECS takes over. */
export type IndicatorType = 'ipv4-addr' | 'ipv6-addr' | 'domain-name';

/** What is known about an address or domain; members as in ECS `threat.indicator.*`. */
export interface Indicator {
  provider: string;
  name: string;
  type: IndicatorType;
  reference?: string;
  description?: string;
  /** ISO 8601. */
  first_seen?: string;
  last_seen?: string;
  modified_at?: string;
}

/** An indicator and what it stands for: `192.0.2.1`, `192.0.2.0/24`, `example.com`, `*.example.com`. */
export interface ListedIndicator extends Omit<Indicator, 'type'> {
  value: string;
}
