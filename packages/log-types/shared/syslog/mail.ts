import { firstMatch, type Groups, peer, type SyslogFacts, userName } from './facts.ts';
import { login, loginOf } from './logins.ts';

/** What stands before the words in some versions: a level, the worker. */
const dovecotNoise =
  /^(?:(?<service>[\w-]{1,20}-login)|auth(?:-worker)?(?:\([^)]{0,40}\))?): (?:(?:Info|Error|Warning): )?(?:conn unix:[^\s()]{1,100} \([^)]{0,60}\): auth-worker<\d{1,10}>: )?/;
const dovecot: readonly RegExp[] = [
  /^(?<action>Login): user=<(?<user>[^>]*)>/,
  /^(?<action>Disconnected|Aborted login|Login aborted)[^(<]{0,80}\((?<reason>[^)]*)\)(?:[^<]{0,80}user=<(?<user>[^>]*)>)?/,
  /^(?<action>Disconnected|Aborted login)(?:: user=<(?<user>[^>]*)>)?[:,] /,
  /^[\w-]{1,30}\((?<user>[^,)]*),(?<from>[^,)]*)(?:,[^)]*)?\): (?<reason>unknown user|[Pp]assword mismatch|pam_authenticate\(\) failed.*)/,
];
const dovecotEnd = /^[\w-]{1,20}\((?<user>[^)]*)\)[^:]{0,80}: (?:Info: )?(?<action>Logged out|Disconnected)/;
const remoteAddress = /(?:^|[ ,])rip=(?:::ffff:)?(?<from>[^,\s]{1,64})/;
const loginFailed = /auth failed|auth_failed|disallowed|unknown user|mismatch|pam_authenticate/i;

/** `imap-login: Login: user=<bob>, method=PLAIN, rip=192.0.2.1, lip=10.0.0.1, …` */
export function dovecotFacts(message: string): SyslogFacts | undefined {
  const words = message.replace(dovecotNoise, '');
  const groups = words === message ? dovecotEnd.exec(message)?.groups : firstMatch(dovecot, words);
  if (groups === undefined) return undefined;
  const { action, reason } = groups;
  const from = groups['from'] ?? remoteAddress.exec(message)?.groups?.['from'];
  const facts = { user: userName(groups['user']), ...peer(from) };
  if (action === 'Login') return { ...login('success'), action, ...facts };
  if (reason === undefined) return { action, category: 'session', type: 'end', ...facts };
  if (!loginFailed.test(reason)) return { action, reason, category: 'network', type: 'connection', ...facts };
  return { ...login('failure'), action: action ?? 'auth failed', reason, ...facts };
}

const postfix: readonly RegExp[] = [
  /^warning: \S{1,255}\[(?<from>[^\]\s]{1,64})\](?::\d{1,5})?: SASL \S{1,30} (?<action>authentication failed)(?:: (?<reason>[^,]*))?(?:.*sasl_username=(?<user>[^,\s]+))?/,
  /^\w{1,30}: client=[^\s[\]]{1,255}\[(?<from>[^\]\s]{1,64})\](?::\d{1,5})?, sasl_method=[^\s,]{1,30}, sasl_username=(?<user>[^,\s]+)/,
];

/** `warning: unknown[192.0.2.1]: SASL LOGIN authentication failed: …` */
export function postfixFacts(message: string): SyslogFacts | undefined {
  return loginOf(firstMatch(postfix, message), 'SASL login') ?? mailFacts(firstMatch(refusals, message));
}

const refusals: readonly RegExp[] = [
  /^NOQUEUE: (?<action>reject): \w{1,12} from [^\s[\]]{0,255}\[(?<from>[^\]\s]{1,64})\](?::\d{1,5})?: (?<reason>.*)/,
  /^warning: (?<reason>non-SMTP command) from [^\s[\]]{0,255}\[(?<from>[^\]\s]{1,64})\]/,
  /^(?<action>connect|disconnect|lost connection after \w{1,20}) from [^\s[\]]{0,255}\[(?<from>[^\]\s]{1,64})\]/,
];

function mailFacts(groups: Groups | undefined): SyslogFacts | undefined {
  if (groups === undefined) return undefined;
  const { action, reason, from } = groups;
  const kind = reason === undefined ? { category: 'network', type: 'connection' } : { category: 'email', type: 'info' };
  return {
    ...kind,
    action: action ?? reason,
    reason,
    outcome: reason === undefined ? undefined : 'failure',
    ...peer(from),
  };
}

const exim =
  /^\S{1,40} (?<action>authenticator failed) for [^[]{0,255}(?:\(\[[^\]]{0,64}\]\) )?\[(?<from>[^\]\s]{1,64})\](?::\d{1,5})?: (?<reason>\d{3} [^(]{0,200})(?:\(set_id=(?<user>[^)\s]{1,200})\))?/;

/** `dovecot_login authenticator failed for (ylmf-pc) [192.0.2.1]:50123: 535 Incorrect authentication data (set_id=bob)` */
export function eximFacts(message: string): SyslogFacts | undefined {
  const groups = exim.exec(message)?.groups;
  return loginOf(groups === undefined ? undefined : { ...groups, reason: groups['reason']?.trim() }, '');
}
