import type { Derived, RawRecord } from '@siem/log-type';
import { firstText, objectOf, textOf } from '../shared/json-values.ts';

/** A user, by object id, display name and user principal name. */
export function person(id: unknown, fullName: unknown, principal: unknown): Derived {
  const text = textOf(principal);
  const at = text?.lastIndexOf('@') ?? -1;
  return at <= 0
    ? { id, fullName, name: text }
    : { id, fullName, email: text, name: text!.slice(0, at), domain: text!.slice(at + 1) };
}

/** Who did it, in audit events of Intune: `properties.Actor`. */
export function intuneActor(facts: RawRecord): { user: Derived; application: Derived } | undefined {
  if (facts['Actor'] === undefined) return undefined;
  const {
    ObjectId: id,
    Name: name,
    UPN: principal,
    Application: app,
    ApplicationName: appName,
  } = objectOf(facts['Actor']);
  return { user: person(id, name, principal), application: { id: app, name: appName } };
}

/** `<null>` is no address. */
export function addressOf(...values: readonly unknown[]): string | undefined {
  return firstText(...values.filter((value) => value !== '<null>'));
}

/** What exports say of the user where the event itself does not: a name or a user principal name. */
export function withIdentity(user: Derived, record: RawRecord): Derived {
  const identity = textOf(record['identity']);
  const isKnown = user['id'] !== undefined || user['name'] !== undefined || user['fullName'] !== undefined;
  if (isKnown || identity === undefined || identity.startsWith('See Actor')) return user;
  return identity.includes('@') ? person(undefined, undefined, identity) : { fullName: identity };
}
