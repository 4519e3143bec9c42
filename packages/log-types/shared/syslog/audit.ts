import { peer, type SyslogFacts } from './facts.ts';

/** `type=USER_LOGIN msg=audit(...): ...` of audispd, `USER_LOGIN pid=...` of the journal. */
const recordType = /(?:^| )(?:type=)?(?<type>(?:USER|CRED|ADD|DEL|GRP|ACCT|ANOM)_[A-Z_]{1,30})(?= (?:msg=audit|pid=))/;
const member = /(?<=[ '])(?<name>acct|addr|res|op)="?(?<value>[^"\s']+)/g;

const kinds: readonly (readonly [RegExp, string, string | string[]])[] = [
  [/^(?:USER_LOGIN|USER_AUTH|CRED_ACQ|USER_ERR)$/, 'authentication', 'start'],
  [/^(?:USER_LOGOUT|CRED_DISP)$/, 'authentication', 'end'],
  [/^USER_START$/, 'session', 'start'],
  [/^USER_END$/, 'session', 'end'],
  [/^USER_CMD$/, 'process', 'start'],
  [/^ADD_USER$/, 'iam', ['user', 'creation']],
  [/^DEL_USER$/, 'iam', ['user', 'deletion']],
  [/^ADD_GROUP$/, 'iam', ['group', 'creation']],
  [/^DEL_GROUP$/, 'iam', ['group', 'deletion']],
  [/^(?:USER_CHAUTHTOK|USER_MGMT|USER_ACCT|ACCT_LOCK|ACCT_UNLOCK)$/, 'iam', ['user', 'change']],
  [/^(?:GRP_MGMT|GRP_CHAUTHTOK)$/, 'iam', ['group', 'change']],
  [/^ANOM_/, 'intrusion_detection', 'info'],
];

/** Records of the audit daemon about users, where they are forwarded to syslog. */
export function auditFacts(message: string): SyslogFacts | undefined {
  const action = recordType.exec(message)?.groups?.['type'];
  const kind = kinds.find(([pattern]) => action !== undefined && pattern.test(action));
  if (kind === undefined) return undefined;
  const members: Record<string, string> = {};
  for (const { groups } of message.matchAll(member)) members[groups!['name']!] ??= groups!['value']!;
  const { acct, addr, res } = members;
  const outcome = res === 'success' || res === '1' ? 'success' : res === undefined ? undefined : 'failure';
  return { action, category: kind[1], type: kind[2], outcome, user: acct, ...peer(addr === '?' ? undefined : addr) };
}
