import { type Derived, type RawRecord, scalarText } from '@siem/log-type';
import { firstText, isObject, listOf, objectOf, textOf } from '../shared/json-values.ts';

/** Members in which a parameter may hold its value. */
const valueNames = [
  'value',
  'intValue',
  'boolValue',
  'multiValue',
  'multiIntValue',
  'messageValue',
  'multiMessageValue',
];

const deletes = /^(?:delete|remove|trash|revoke)|_(?:delete|remove|trash|revoke)d?$/;
const creates = /^(?:create|add|upload|copy|authorize)|_(?:create|add)d?$/;
const reads = /^(?:view|download|preview|print|access|list|search|open)|_(?:access(?:ed)?|view(?:ed)?|download)$/;

const warnings = /suspicious|attack|leaked|hijack|spamming/;

/** What happened, in the words of ECS. Parameters become an object of names and values, for search. */
export function deriveGoogleWorkspace(record: RawRecord): Derived {
  const events = listOf(record['events']).filter(isObject);
  for (const event of events) {
    if (Array.isArray(event['parameters'])) event['parameters'] = namedValues(event['parameters']);
  }
  const first = events[0] ?? {};
  const parameters = objectOf(first['parameters']);
  const action = textOf(first['name']);
  const { applicationName, time, uniqueQualifier } = objectOf(record['id']);
  const application = textOf(applicationName);
  const verb = action?.toLowerCase() ?? '';
  const isKnown = typeof uniqueQualifier === 'string' && typeof time === 'string';
  return {
    id: isKnown ? `${time}/${uniqueQualifier}/${scalarText(applicationName)}` : undefined,
    action,
    parameters,
    kind: application === 'rules' || warnings.test(verb) ? 'alert' : 'event',
    ...categoryAndType(application, verb),
    outcome: outcome(verb, parameters),
    user: person(record['actor']?.email) ?? userOf(parameters),
    address: firstText(record['ipAddress'], parameters['ip_address'], parameters['IP_ADDRESS']),
    target: person(
      firstText(parameters['USER_EMAIL'], parameters['target_user'], parameters['affected_email_address']),
    ),
    group: firstText(parameters['GROUP_EMAIL'], parameters['group_email'], parameters['group_id']),
    fileType: parameters['doc_id'] === undefined ? undefined : parameters['doc_type'] === 'folder' ? 'dir' : 'file',
    // 0 stands for a network that is not known.
    asNumber: listOf(record['networkInfo']?.ipAsn).find((asn) => asn !== 0),
  };
}

/** Of a Chrome device or a meeting, where the actor has no address. */
function userOf(parameters: RawRecord): Derived | undefined {
  const isEmail = parameters['identifier_type'] === 'email_address';
  return person(firstText(parameters['DEVICE_USER'], isEmail ? parameters['identifier'] : undefined));
}

function namedValues(parameters: readonly unknown[]): RawRecord {
  const values: [string, unknown][] = [];
  for (const parameter of parameters) {
    if (!isObject(parameter) || typeof parameter['name'] !== 'string') continue;
    const holder = valueNames.find((name) => parameter[name] !== undefined);
    const value: unknown = holder === undefined ? undefined : parameter[holder];
    const isMessage = holder === 'messageValue' || holder === 'multiMessageValue';
    values.push([parameter['name'], isMessage ? namedMessages(value) : value]);
  }
  return Object.fromEntries(values);
}

function namedMessages(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(namedMessages);
  const inner = objectOf(value)['parameter'];
  return Array.isArray(inner) ? namedValues(inner) : value;
}

function categoryAndType(application: string | undefined, action: string): Derived {
  const isOfMembers = application?.startsWith('groups') === true && /_(?:user|member)s?$/.test(action);
  const change =
    isOfMembers || !(deletes.test(action) || creates.test(action))
      ? 'change'
      : deletes.test(action)
        ? 'deletion'
        : 'creation';
  switch (application) {
    case 'login':
    case 'saml':
      if (action.includes('logout')) return { category: ['authentication'], type: ['end'] };
      if (/^login_|_login/.test(action)) return { category: ['authentication'], type: ['start'] };
      return /edit|enroll|disable/.test(action)
        ? { category: ['iam'], type: ['user', 'change'] }
        : { category: ['authentication'], type: ['info'] };
    case 'chrome':
    case 'mobile':
      if (/log(?:in|out)_/.test(action))
        return { category: ['authentication'], type: [action.includes('logout') ? 'end' : 'start'] };
      return { category: ['host'], type: ['info'] };
    case 'context_aware_access':
      return { category: ['authentication'], type: ['info'] };
    case 'rules':
      return { category: ['intrusion_detection'], type: ['info'] };
    case 'gmail':
      return { category: ['email'], type: ['info'] };
    case 'drive':
      return { category: ['file'], type: [reads.test(action) ? 'access' : change] };
    case 'groups':
    case 'groups_enterprise':
      return { category: ['iam'], type: ['group', change] };
    case 'user_accounts':
    case 'token':
      return { category: ['iam'], type: ['user', action === 'activity' ? 'info' : change] };
    case 'admin':
      return /user|group|role|privilege|password|member/.test(action)
        ? { category: ['iam'], type: [/group|member/.test(action) ? 'group' : 'user', change] }
        : { category: ['configuration'], type: [change] };
    default:
      return { category: ['web'], type: [reads.test(action) ? 'access' : 'info'] };
  }
}

function outcome(action: string, parameters: RawRecord): string {
  const challenge = textOf(parameters['login_challenge_status'])?.toLowerCase();
  if (objectOf(parameters['event_info'])['success'] === false) return 'failure';
  if (challenge !== undefined) return challenge.includes('pass') ? 'success' : 'failure';
  return /fail|(?<!monitor_mode_access_)den(?:ied|y)|blocked|suspicious_login_less/.test(action)
    ? 'failure'
    : 'success';
}

function person(email: unknown): Derived | undefined {
  const text = textOf(email);
  const at = text?.lastIndexOf('@') ?? -1;
  return text === undefined || at <= 0
    ? undefined
    : { email: text, name: text.slice(0, at), domain: text.slice(at + 1) };
}
