import { type Derived, type RawRecord, scalarNumber } from '@siem/log-type';
import { isObject, listOf, own, parsedObject, textOf } from '../shared/json-values.ts';

const typesOfOperation: Readonly<Record<string, string>> = {
  create: 'creation',
  modify: 'change',
  remove: 'deletion',
  restore: 'change',
  transfer: 'change',
  access: 'access',
};

const signIn =
  /^(?:user\.(?:login|failed_login|two_factor_challenge_\w+)|(?:org|business)\.sso_response|oauth_authorization\.\w+)$/;
/** Who belongs to what and may do what. */
const members =
  /^(?:team|enterprise_team|role|external_(?:group|identity)|organization_(?:role|moderators?)|personal_access_token|public_key|user|two_factor_authentication)\.|(?:^|_|\.)(?:add|block|unblock|remove|update|invite|suspend|unsuspend|restore|set)_(?:an?_)?(?:actor|admin|billing_manager|collaborator|member|membership|organization|outside_collaborator|owner|user)s?\b/;
const failed = /(?:^|[._])(?:failed?|failure|denied|deny|rejected|blocked|invalid)(?:[._]|$)/;
const gitTypes: Readonly<Record<string, string>> = {
  'git.push': 'change',
  'git.clone': 'access',
  'git.fetch': 'access',
};

/** What happened, in the words of ECS; moves `@timestamp` away, which the document has itself. */
export function deriveGitHub(record: RawRecord): Derived {
  const time: unknown = record['@timestamp'] ?? record['created_at'];
  record['@timestamp'] = undefined;
  const action = textOf(record['action']) ?? '';
  if (typeof record['data'] === 'string') record['data'] = parsedObject(record['data']) ?? { text: record['data'] };
  const user = textOf(record['user']);
  const isOther = user !== undefined && user !== record['actor'];
  const nameId = textOf(record['external_identity_nameid']);
  return {
    time,
    ...categoryAndType(action, textOf(record['operation_type'])),
    outcome: outcome(action, record),
    // Requests may concern several.
    organization: listOf(record['org'])[0],
    organizationId: listOf(record['org_id'])[0],
    email: nameId?.includes('@') === true ? nameId : undefined,
    target: isOther ? user : undefined,
    targetId: isOther ? record['user_id'] : undefined,
  };
}

/** Exports of an organisation name no operation, so the verb of the action tells. */
const typesOfVerb: readonly [RegExp, string][] = [
  [/^(?:create|add|invite)/, 'creation'],
  [/^(?:destroy|delete|remove|cancel|revoke)/, 'deletion'],
  [/^(?:access|archived|block|change|config|dis|en|policy|rename|reset|saml|set|sso|transfer|un|update)/, 'change'],
];

function typeOfVerb(action: string): string | undefined {
  const verb = action.slice(action.lastIndexOf('.') + 1);
  return typesOfVerb.find(([pattern]) => pattern.test(verb))?.[1];
}

function categoryAndType(action: string, operation: string | undefined): Derived {
  const type = own(typesOfOperation, operation ?? '') ?? (operation === undefined ? typeOfVerb(action) : undefined);
  if (signIn.test(action))
    return { category: ['authentication'], type: [/login|sso|challenge/.test(action) ? 'start' : 'info'] };
  if (action.startsWith('git.')) return { category: ['file'], type: [own(gitTypes, action) ?? type ?? 'info'] };
  if (action === 'api.request') return { category: ['api'], type: [type ?? 'access'] };
  if (members.test(action)) {
    const subject = action.startsWith('team.') || action.startsWith('enterprise_team.') ? 'group' : 'user';
    return { category: ['iam'], type: [subject, type === 'access' || type === undefined ? 'info' : type] };
  }
  return { category: ['configuration'], type: [type ?? 'info'] };
}

/** The log holds what was done; what was refused says so by its name or status. */
function outcome(action: string, record: RawRecord): string {
  const status = scalarNumber(record['status_code'] ?? Number.NaN);
  if (failed.test(action) || status >= 400 || (isObject(record['data']) && record['data']['success'] === false))
    return 'failure';
  return 'success';
}
