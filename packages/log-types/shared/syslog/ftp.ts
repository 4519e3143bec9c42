import { firstMatch, peer, type SyslogFacts, userName } from './facts.ts';
import { loginOf } from './logins.ts';

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

const proftpdUser = String.raw`^\S{1,255} \([^\s[\]]{1,255}\[(?<from>[^\]\s]{1,64})\]\)[:-]? ?(?:- )?(?:USER|ANON) (?<user>[^\s:(]{1,200})`;
const proftpd: readonly RegExp[] = [
  new RegExp(`${proftpdUser}: (?<action>Login successful)`),
  new RegExp(`${proftpdUser} \\((?<action>Login failed)\\): (?<reason>.*)`),
  new RegExp(`${proftpdUser}: (?<reason>[Nn]o such user found)`),
];

/** `web-1 (192.0.2.1[192.0.2.1]): USER carl: Login successful.` */
export function proftpdFacts(message: string): SyslogFacts | undefined {
  return loginOf(firstMatch(proftpd, message), 'Login successful');
}

const pureftpd: readonly RegExp[] = [
  /^\((?<user>[^@)]*)@(?<from>[^)]{1,255})\) \[WARNING\] (?<reason>Authentication failed) for user \[(?<name>[^\]]*)\]/,
  /^\((?<user>[^@)]*)@(?<from>[^)]{1,255})\) \[INFO\] (?<name>\S{1,200}) is now logged in/,
];

/** `(?@192.0.2.1) [WARNING] Authentication failed for user [root]`: who is not logged in yet is a question mark. */
export function pureftpdFacts(message: string): SyslogFacts | undefined {
  const groups = firstMatch(pureftpd, message);
  return groups === undefined ? undefined : loginOf({ ...groups, user: groups['name'] }, 'Login successful');
}
