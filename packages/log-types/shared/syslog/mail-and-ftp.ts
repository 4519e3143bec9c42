import { firstMatch, type Groups, peer, type SyslogFacts, userName } from './facts.ts';

/** Logins that mail and file servers report in their own words. */

const dovecot: readonly RegExp[] = [
  /^(?:[\w-]{1,20}-login: )?(?<action>Login): user=<(?<user>[^>]*)>/,
  /^[\w-]{1,20}-login: (?:Info: )?(?<action>Disconnected|Aborted login|Login aborted)[^(]{0,80}\((?<reason>[^)]*)\)[^<]{0,80}user=<(?<user>[^>]*)>/,
  /^[\w-]{1,20}-login: (?:Info: )?(?<action>Disconnected|Aborted login|Login aborted)[^(]{0,80}\((?<reason>[^)]*)\)/,
  /^auth(?:-worker)?(?:\(\d{1,10}\))?: (?:Info: |Error: )?[\w-]{1,30}\((?<user>[^,)]*),(?<from>[^,)]*)(?:,[^)]*)?\): (?<reason>unknown user|[Pp]assword mismatch|pam_authenticate\(\) failed.*)/,
  /^[\w-]{1,20}\((?<user>[^)]*)\)[^:]{0,80}: (?<action>Logged out|Disconnected)/,
];
const remoteAddress = /(?:^|[ ,])rip=(?<from>[^,\s]{1,64})/;
const loginFailed = /auth failed|auth_failed|disallowed|unknown user|mismatch|pam_authenticate/i;

/** `imap-login: Login: user=<bob>, method=PLAIN, rip=192.0.2.1, lip=10.0.0.1, …` */
export function dovecotFacts(message: string): SyslogFacts | undefined {
  const groups = firstMatch(dovecot, message);
  if (groups === undefined) return undefined;
  const { action, reason } = groups;
  const facts = {
    user: userName(groups['user']),
    ...peer(groups['from'] ?? remoteAddress.exec(message)?.groups?.['from']),
  };
  if (action === 'Login') return { ...login('success'), action, ...facts };
  if (reason === undefined) return { action, category: 'session', type: 'end', ...facts };
  if (!loginFailed.test(reason)) return { action, reason, category: 'network', type: 'connection', ...facts };
  return { ...login('failure'), action: action ?? 'auth failed', reason, ...facts };
}

const vsftpd =
  /^(?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4} )?(?:\[pid \d{1,10}\] )?(?:\[(?<user>[^\]]*)\] )?(?<outcome>OK|FAIL)? ?(?<action>LOGIN|CONNECT|[A-Z]{4,10}): Client "(?:::ffff:)?(?<from>[^"]{1,64})"(?:, "(?<file>[^"]*)")?/;

/** `[carl] OK LOGIN: Client "192.0.2.1"`, `[carl] FAIL UPLOAD: Client "192.0.2.1", "/a.txt", 0.00Kbyte/sec` */
export function vsftpdFacts(message: string): SyslogFacts | undefined {
  const groups = vsftpd.exec(message)?.groups;
  if (groups === undefined) return undefined;
  const { action, user, from, file } = groups;
  const outcome = groups['outcome'] === undefined ? undefined : groups['outcome'] === 'OK' ? 'success' : 'failure';
  const facts = { action, user: userName(user), outcome, ...peer(from) };
  if (action === 'LOGIN') return { category: 'authentication', type: 'start', ...facts };
  if (action === 'CONNECT') return { category: 'network', type: 'connection', ...facts };
  return { category: 'file', type: fileType(action), file, ...facts };
}

function fileType(action = ''): string {
  if (action === 'DELETE' || action === 'RMDIR') return 'deletion';
  if (action === 'UPLOAD' || action === 'MKDIR') return 'creation';
  return action === 'DOWNLOAD' ? 'access' : 'change';
}

const proftpdUser = String.raw`^\S{1,255} \([^\s[\]]{1,255}\[(?<from>[^\]\s]{1,64})\]\)[:-]? ?(?:- )?USER (?<user>[^\s:(]{1,200})`;
const proftpd: readonly RegExp[] = [
  new RegExp(`${proftpdUser}: (?<action>Login successful)`),
  new RegExp(`${proftpdUser} \\((?<action>Login failed)\\): (?<reason>.*)`),
  new RegExp(`${proftpdUser}: (?<reason>no such user found)`),
];

/** `web-1 (192.0.2.1[192.0.2.1]): USER carl: Login successful.` */
export function proftpdFacts(message: string): SyslogFacts | undefined {
  return loginOf(firstMatch(proftpd, message), 'Login successful');
}

const postfix: readonly RegExp[] = [
  /^warning: \S{1,255}\[(?<from>[^\]\s]{1,64})\](?::\d{1,5})?: SASL \S{1,30} (?<action>authentication failed)(?:: (?<reason>[^,]*))?(?:.*sasl_username=(?<user>[^,\s]+))?/,
  /^\w{1,30}: client=[^\s[\]]{1,255}\[(?<from>[^\]\s]{1,64})\](?::\d{1,5})?, sasl_method=[^\s,]{1,30}, sasl_username=(?<user>[^,\s]+)/,
];

/** `warning: unknown[192.0.2.1]: SASL LOGIN authentication failed: …` */
export function postfixFacts(message: string): SyslogFacts | undefined {
  return loginOf(firstMatch(postfix, message), 'SASL login');
}

/** @param success what a login is called that nothing is said against */
function loginOf(groups: Groups | undefined, success: string): SyslogFacts | undefined {
  if (groups === undefined) return undefined;
  const { user, from, reason } = groups;
  const action = groups['action'] ?? (reason === undefined ? success : 'Login failed');
  return { ...login(action === success ? 'success' : 'failure'), action, reason, user: userName(user), ...peer(from) };
}

function login(outcome: string): SyslogFacts {
  return { category: 'authentication', type: 'start', outcome };
}
