import type { Derived, RawRecord } from '@siem/log-type';
import { listOf, objectOf, textOf } from '../shared/json-values.ts';

/**
 * Data events of five minutes, counted by one dimension and broken down by others.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html
 */
export function deriveAggregated(record: RawRecord): Derived {
  const { primaryDimension, details } = objectOf(record['summary']);
  const dimensions = [primaryDimension, ...listOf(details)].map(objectOf);
  const names = (dimension: string) =>
    dimensions.flatMap((one) => (isNamed(one, dimension) ? listOf(one['statistics']) : [])).map(nameOf);
  /** What the whole summary is about: more than one value is a breakdown. */
  const only = (dimension: string) => {
    const [name, more] = names(dimension);
    return more === undefined ? name : undefined;
  };
  return {
    id: textOf(record['eventId']),
    action: only('eventname'),
    principal: only('useridentity'),
    ips: names('sourceipaddress'),
  };
}

/** CloudTrail spells `sourceIPAddress` in more than one way. */
function isNamed(dimension: RawRecord, name: string): boolean {
  return textOf(dimension['dimension'])?.toLowerCase() === name;
}

function nameOf(statistic: unknown): string | undefined {
  return textOf(objectOf(statistic)['name']);
}
