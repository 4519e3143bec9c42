import { normalizeIso8601 } from '@siem/log-type';

const account = /(?:^|\W)(\d{12})\//;
const region = /(global|(?:us|ap|ca|eu|il|me|mx|sa|af|cn)-(?:gov-|iso[a-z]*-)?[a-z]+-\d|eusc-[a-z]{2}-[a-z]+-\d)/;
const dayPath = /(?:^|\/)(\d{4})\/(\d{2})\/(\d{2})(?:\/(\d{2}))?(?:\/|$)/;
const compactTime = /(?:^|[_./-])((?:19|20)\d{2})-?(\d{2})-?(\d{2})[T_-](\d{2})-?(\d{2})(?:-?(\d{2}))?/;

/** What AWS writes into S3 keys: account, region and time of the delivery. */
export interface KeyFacts {
  accountId: string | undefined;
  region: string | undefined;
  /** Canonical text. */
  time: string | undefined;
}

export function readKeyFacts(key: string): KeyFacts {
  return { accountId: account.exec(key)?.[1], region: region.exec(key)?.[1], time: keyTime(key) };
}

function keyTime(key: string): string | undefined {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const [, y, m, d, h, min, s = '00'] = compactTime.exec(name) ?? [];
  const fromName = y === undefined ? undefined : normalizeIso8601(`${y}-${m}-${d}T${h}:${min}:${s}Z`);
  if (fromName !== undefined) return fromName;
  const path = dayPath.exec(key);
  return path === null ? undefined : normalizeIso8601(`${path[1]}-${path[2]}-${path[3]}T${path[4] ?? '00'}:00:00Z`);
}
