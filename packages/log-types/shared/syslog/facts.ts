import { isIpAddress } from '@siem/log-type';

/** What a line says about a login, a session or an account. */
export interface SyslogFacts {
  action?: string | undefined;
  category?: string | undefined;
  type?: string | string[] | undefined;
  outcome?: string | undefined;
  reason?: string | undefined;
  user?: string | undefined;
  userId?: string | undefined;
  /** The account whose rights are used: `root` of a sudo. */
  effectiveUser?: string | undefined;
  group?: string | undefined;
  ip?: string | undefined;
  /** Address or name of the peer, as it stands. */
  address?: string | undefined;
  port?: string | undefined;
  destinationIp?: string | undefined;
  destinationPort?: string | undefined;
  transport?: string | undefined;
  /** Path of the file that was moved or changed. */
  file?: string | undefined;
}

export type Groups = Readonly<Record<string, string | undefined>>;

/** Groups of the first pattern that is found in the text. */
export function firstMatch(patterns: readonly RegExp[], text: string): Groups | undefined {
  for (const pattern of patterns) {
    const groups = pattern.exec(text)?.groups;
    if (groups !== undefined) return groups;
  }
  return undefined;
}

/** `192.0.2.1`, `192.0.2.1:` in front of a reason, or a name. */
export function peer(text: string | undefined, port?: string): Pick<SyslogFacts, 'ip' | 'address' | 'port'> {
  const address = text?.replace(/[:,]$/, '');
  if (address === undefined || address === '' || address === 'UNKNOWN') return { port };
  return { ip: isIpAddress(address) ? address : undefined, address, port };
}

/** Undefined for an empty name, and for the text that stands in for a name that was none. */
export function userName(text: string | undefined): string | undefined {
  const name = text?.trim();
  return name === undefined || name === '' || name.startsWith('<') ? undefined : name;
}
