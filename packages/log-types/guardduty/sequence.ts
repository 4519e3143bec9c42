import type { Derived, RawRecord } from '@siem/log-type';
import { firstText, listOf, objectOf, textOf } from '../shared/json-values.ts';

/**
 * Who took part in an attack sequence, from where and by which techniques; of several actors and endpoints, the first.
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Sequence.html
 */
export function deriveSequence(record: RawRecord): Derived {
  const sequence = record['service']?.detection?.sequence as unknown;
  if (sequence === undefined) return {};
  const { actors, endpoints, sequenceIndicators, signals } = objectOf(sequence);
  const users = listOf(actors).map((actor) => objectOf(objectOf(actor)['user']));
  const places = listOf(endpoints).map(objectOf);
  const indicators = [
    ...listOf(sequenceIndicators),
    ...listOf(signals).flatMap((signal) => listOf(objectOf(signal)['signalIndicators'])),
  ].map(objectOf);
  const valuesOf = (key: string) =>
    indicators.flatMap((indicator) => (indicator['key'] === key ? listOf(indicator['values']) : []));
  const techniques = unique(valuesOf('ATTACK_TECHNIQUE'));
  const tactics = unique(valuesOf('ATTACK_TACTIC'));
  return {
    userId: firstText(...users.map((user) => user['credentialUid'])),
    users: users.map((user) => textOf(user['name'])).filter((name) => name !== undefined),
    endpoint: places.find((place) => textOf(place['ip']) !== undefined),
    ips: places.map((place) => textOf(place['ip'])),
    threat: {
      framework: techniques.length + tactics.length > 0 ? 'MITRE ATT&CK' : undefined,
      tactics,
      techniques: [...new Set(techniques.map((id) => id.split('.')[0]))],
      subtechniques: techniques.filter((id) => id.includes('.')),
    },
  };
}

/** Ids come alone or with the name behind: `T1078.004 - Valid Accounts: Cloud Accounts`. */
function unique(values: readonly unknown[]): string[] {
  const texts = values.map((value) => /^T\d{4}(?:\.\d{3})?\b/.exec(String(value))?.[0] ?? textOf(value));
  return [...new Set(texts.filter((text) => text !== undefined))];
}

/** As GuardDuty describes the place of a remote address elsewhere. */
export function endpointSide(endpoint: RawRecord): Derived {
  const { ip, port, location, autonomousSystem } = endpoint;
  const { lat, lon, city, country } = objectOf(location);
  const isPoint = typeof lat === 'number' && typeof lon === 'number';
  return {
    ip,
    port,
    asNumber: objectOf(autonomousSystem)['number'],
    asName: textOf(objectOf(autonomousSystem)['name']),
    location: isPoint ? { lat, lon } : undefined,
    city: textOf(city),
    country: textOf(country),
  };
}
