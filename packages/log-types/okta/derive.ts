import { type Derived, type RawRecord, setMember } from '@siem/log-type';
import { isObject, listOf, objectOf, textOf } from '../shared/json-values.ts';

/** Members that move under `okta`, so that their types do not meet those of other log types. */
const oktaMembers = [
  'actor',
  'debugContext',
  'request',
  'outcome',
  'transaction',
  'authenticationContext',
  'securityContext',
  'displayMessage',
  'uuid',
  'version',
  'severity',
  'published',
  'legacyEventType',
  'eventType',
] as const;

/** Members of `client` that move too; its place on earth is in `client.geo`. */
const clientMembers = ['device', 'ipAddress', 'userAgent', 'geographicalContext', 'id', 'zone'] as const;

/** Puts Okta's own members under `okta`, in snake case; the mapping reads the originals from what is returned. */
export function deriveOkta(record: RawRecord): Derived {
  const client = objectOf(record['client']);
  const derived: Derived = {
    client: { ...client },
    security: record['securityContext'],
    uuid: record['uuid'],
    published: record['published'],
    eventType: record['eventType'],
    severity: record['severity'],
    outcome: outcome(record['outcome']?.result),
    reason: record['outcome']?.reason,
    user: user(record['actor']),
    ...targetsOf(listOf(record['target'])),
  };
  const okta: RawRecord = {};
  for (const name of oktaMembers) {
    if (record[name] === undefined) continue;
    okta[snakeCase(name)] = snakeCaseNames(record[name]);
    record[name] = undefined;
  }
  if (record['target'] !== undefined) okta['target'] = target(listOf(record['target']));
  record['target'] = undefined;
  okta['client'] = {
    device: client['device'],
    ip: client['ipAddress'],
    user_agent: snakeCaseNames(client['userAgent']),
    id: client['id'],
    zone: client['zone'],
  };
  if (client === record['client']) for (const name of clientMembers) client[name] = undefined;
  record['okta'] = okta;
  return derived;
}

function outcome(result: unknown): string | undefined {
  switch (textOf(result)?.toLowerCase()) {
    case undefined:
      return undefined;
    case 'success':
    case 'allow':
      return 'success';
    case 'failure':
    case 'deny':
      return 'failure';
    default:
      return 'unknown';
  }
}

/** Only people; services and the system itself are no users. */
function user(actor: unknown): Derived | undefined {
  const { type, alternateId, displayName, id } = objectOf(actor);
  if (type !== 'User') return undefined;
  const email = textOf(alternateId)?.includes('@') === true ? (alternateId as string) : undefined;
  const at = email?.lastIndexOf('@') ?? 0;
  return { id, fullName: displayName, email, name: email?.slice(0, at), domain: email?.slice(at + 1) };
}

/** First user, group and application that something was done to. */
function targetsOf(targets: readonly unknown[]): Derived {
  const first = (type: string) => targets.find((one) => isObject(one) && one['type'] === type);
  const { id, displayName } = objectOf(first('UserGroup'));
  return {
    targetUser: user(first('User')),
    group: { id, name: displayName },
    application: objectOf(first('AppInstance'))['displayName'],
  };
}

/** All targets, and the application once more under the name that existing dashboards use. */
function target(targets: readonly unknown[]): unknown[] {
  const application = targets.filter(isObject).findLast((one) => one['type'] === 'AppInstance');
  if (application === undefined) return [...targets];
  const { alternateId, displayName } = application;
  return [...targets, { app_name: { alternate_id: alternateId, display_name: displayName } }];
}

/** Okta has some hundred names; the bound is for records that make names up. */
const snakeCaseOf = new Map<string, string>();
const maxNames = 5_000;

function snakeCase(name: string): string {
  const known = snakeCaseOf.get(name);
  if (known !== undefined) return known;
  const snake = name.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, capital: string) => `${before}_${capital.toLowerCase()}`,
  );
  if (snakeCaseOf.size < maxNames) snakeCaseOf.set(name, snake);
  return snake;
}

/** Names of objects in objects; lists keep theirs, as existing indexes have them. */
function snakeCaseNames(value: unknown): unknown {
  if (!isObject(value)) return value;
  const renamed: RawRecord = {};
  for (const name in value) setMember(renamed, snakeCase(name), snakeCaseNames(value[name]));
  return renamed;
}
