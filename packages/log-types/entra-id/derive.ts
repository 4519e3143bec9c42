import { type Derived, type RawRecord, scalarNumber, scalarText } from '@siem/log-type';
import { firstText, isObject, listOf, objectOf, own, textOf } from '../shared/json-values.ts';
import { addressOf, intuneActor, person, withIdentity } from './people.ts';
import { timeOf } from './times.ts';

/**
 * What a sign-in, directory change or risk event says, in the words of ECS. Graph gives the inner object alone; it
 * moves under `properties`, where diagnostic exports have it.
 */
export function deriveEntraId(record: RawRecord): Derived {
  const facts = isObject(record['properties']) ? record['properties'] : moveToProperties(record);
  const category = textOf(record['category']) ?? '';
  const eventId = firstText(facts['id'], record['id']);
  const common: Derived = {
    // The same event comes through exports and through Graph; a risk comes again with every change of its state.
    id: isRiskyUser(record, facts) ? undefined : eventId,
    idSuffix: facts['riskEventType'] === undefined ? undefined : facts['lastUpdatedDateTime'],
    eventId: isRiskyUser(record, facts) ? undefined : eventId,
    time: timeOf(record, facts),
    tenant: firstText(record['tenantId'], facts['homeTenantId'], facts['resourceTenantId'], facts['tenantId']),
    durationNs: scalarNumber(record['durationMs']) > 0 ? scalarNumber(record['durationMs']) * 1_000_000 : undefined,
    riskLevel: known(facts['riskLevelAggregated'] ?? facts['riskLevel']),
  };
  if (facts['initiatedBy'] !== undefined || category === 'AuditLogs')
    return { ...common, ...auditEvent(record, facts) };
  if (facts['riskEventType'] !== undefined || /Risk/.test(category)) return { ...common, ...riskEvent(record, facts) };
  if (category === 'MicrosoftGraphActivityLogs') return { ...common, ...graphCall(record, facts) };
  return { ...common, ...signIn(record, facts) };
}

const envelopeNames = new Set(['time', 'resourceId', 'operationName', 'tenantId', 'resultType', 'properties']);

function moveToProperties(record: RawRecord): RawRecord {
  const properties: RawRecord = {};
  for (const name of Object.keys(record)) {
    if (envelopeNames.has(name)) continue;
    properties[name] = record[name];
    record[name] = undefined;
  }
  record['properties'] = properties;
  return properties;
}

/** Older events name applications only, newer ones say why they count. */
function makeAudiencesObjects(facts: RawRecord): void {
  const audiences = listOf(facts['conditionalAccessAudiences']);
  if (audiences.length > 0)
    facts['conditionalAccessAudiences'] = audiences.map((one) =>
      typeof one === 'string' ? { applicationId: one } : one,
    );
}

function signIn(record: RawRecord, facts: RawRecord): Derived {
  makeAudiencesObjects(facts);
  const status = objectOf(facts['status']);
  const code: unknown = status['errorCode'] ?? record['resultType'];
  const device = objectOf(facts['deviceDetail']);
  const known = code !== undefined && code !== '';
  return {
    kind: 'event',
    category: ['authentication'],
    type: ['start'],
    action: firstText(record['operationName']) ?? 'Sign-in activity',
    code: known ? scalarText(code) : undefined,
    outcome: known ? (scalarNumber(code) === 0 ? 'success' : 'failure') : 'unknown',
    provider: firstText(record['category']) ?? 'SignInLogs',
    reason: scalarNumber(code) === 0 ? undefined : firstText(status['failureReason'], record['resultDescription']),
    user: withIdentity(person(facts['userId'], facts['userDisplayName'], facts['userPrincipalName']), record),
    device: { id: device['deviceId'], name: device['displayName'], os: device['operatingSystem'] },
    application: {
      id: firstText(facts['appId'], facts['servicePrincipalId']),
      name: firstText(facts['appDisplayName'], facts['servicePrincipalName']),
    },
    address: addressOf(facts['ipAddress'], record['callerIpAddress']),
    asNumber: facts['autonomousSystemNumber'],
    place: place(facts['location']),
    userAgent: facts['userAgent'],
  };
}

function auditEvent(record: RawRecord, facts: RawRecord): Derived {
  const { user, app } = objectOf(facts['initiatedBy']);
  const targets = listOf(facts['targetResources']).filter(isObject);
  const targetUser = targets.find((target) => target['type'] === 'User');
  const group = targets.find((target) => target['type'] === 'Group');
  const device = targets.find((target) => target['type'] === 'Device');
  const intune = intuneActor(facts);
  // Provisioning has a status of its own; Intune says it beside the properties.
  const result = firstText(
    facts['result'],
    facts['provisioningStatusInfo']?.status,
    facts['statusInfo']?.status,
    record['resultType'],
  )?.toLowerCase();
  return {
    kind: 'event',
    ...changeOf(firstText(facts['category']) ?? '', firstText(facts['operationType']) ?? '', group !== undefined),
    action: firstText(facts['activityDisplayName'], record['operationName']),
    outcome: result === 'success' ? 'success' : result === undefined ? 'unknown' : 'failure',
    provider: firstText(facts['loggedByService']) ?? 'AuditLogs',
    reason: firstText(facts['resultReason'], facts['resultDescription']),
    user: withIdentity(intune?.user ?? person(user?.id, user?.displayName, user?.userPrincipalName), record),
    target: person(targetUser?.['id'], targetUser?.['displayName'], targetUser?.['userPrincipalName']),
    group: { id: group?.['id'], name: group?.['displayName'] },
    device: { id: device?.['id'], name: device?.['displayName'] },
    application: intune?.application ?? { id: app?.appId ?? app?.servicePrincipalId, name: app?.displayName },
    address: addressOf(user?.ipAddress, app?.ipAddress, record['callerIpAddress']),
  };
}

const changes: Readonly<Record<string, string>> = { Add: 'creation', Create: 'creation', Delete: 'deletion' };

function changeOf(category: string, operation: string, hasGroup: boolean): Derived {
  const change = own(changes, operation) ?? 'change';
  if (category === 'GroupManagement') return { category: ['iam'], type: ['group', change] };
  if (/^(?:UserManagement|RoleManagement|EntitlementManagement|Authentication|KerberosDomain)$/.test(category))
    return { category: ['iam'], type: [hasGroup ? 'group' : 'user', change] };
  return { category: ['configuration'], type: [change] };
}

/** A request to Microsoft Graph. */
function graphCall(record: RawRecord, facts: RawRecord): Derived {
  const status = scalarNumber(facts['responseStatusCode']);
  return {
    kind: 'event',
    category: ['web'],
    type: ['access'],
    action: firstText(record['operationName']),
    outcome: status >= 400 ? 'failure' : status > 0 ? 'success' : 'unknown',
    provider: 'MicrosoftGraphActivityLogs',
    user: { id: facts['userId'] },
    application: { id: firstText(facts['appId'], facts['servicePrincipalId']) },
    address: addressOf(facts['ipAddress'], record['callerIpAddress']),
    userAgent: facts['userAgent'],
    request: { id: facts['requestId'], method: facts['requestMethod'], url: facts['requestUri'], status },
  };
}

function riskEvent(record: RawRecord, facts: RawRecord): Derived {
  return {
    kind: 'alert',
    category: ['intrusion_detection'],
    type: ['info'],
    action: firstText(facts['riskEventType'], known(facts['riskDetail']), facts['riskState']),
    provider: firstText(facts['source']) ?? 'Identity Protection',
    reason: known(facts['riskDetail']),
    user: withIdentity(
      person(
        facts['userId'] ?? (isRiskyUser(record, facts) ? facts['id'] : undefined),
        facts['userDisplayName'],
        facts['userPrincipalName'],
      ),
      record,
    ),
    address: addressOf(facts['ipAddress'], record['callerIpAddress']),
    place: place(facts['location']),
  };
}

/** The state of a user, whose id the record has; a risk event has one of its own. */
function isRiskyUser(record: RawRecord, facts: RawRecord): boolean {
  return (
    facts['riskEventType'] === undefined &&
    (facts['riskLastUpdatedDateTime'] !== undefined || /^Risky/.test(textOf(record['category']) ?? ''))
  );
}

function place(location: unknown): Derived | undefined {
  const { city, state, countryOrRegion, geoCoordinates } = objectOf(location);
  const { latitude, longitude } = objectOf(geoCoordinates);
  // A place that is not known has a latitude and a longitude of 0.
  const isPoint = typeof latitude === 'number' && typeof longitude === 'number' && (latitude !== 0 || longitude !== 0);
  return { city, state, country: countryOrRegion, location: isPoint ? { lat: latitude, lon: longitude } : undefined };
}

/** Of levels and details of a risk: `none` and `hidden` (no licence for it) say nothing. */
function known(level: unknown): string | undefined {
  const text = textOf(level);
  return text === undefined || text === 'none' || text === 'hidden' ? undefined : text;
}
