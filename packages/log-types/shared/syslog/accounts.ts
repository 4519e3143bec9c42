import { auditFacts } from './audit.ts';
import { firstMatch, type Groups, type SyslogFacts } from './facts.ts';
import { proftpdFacts, pureftpdFacts, vsftpdFacts } from './ftp.ts';
import { dovecotFacts, eximFacts, postfixFacts } from './mail.ts';
import { pamFacts } from './pam.ts';
import { dropbearFacts, kernelFacts, pkexecFacts, polkitFacts } from './system.ts';

type Reader = (message: string) => SyslogFacts | undefined;

const sudo = /^(?<user>\S+) : (?<rest>.*)/;
const sudoUser = / ; USER=(\S+) ;/;

/** `alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/bin/ls`, with why not in front where it was refused. */
export function sudoFacts(message: string): SyslogFacts {
  const { user, rest = '' } = sudo.exec(message)?.groups ?? {};
  const command = rest.indexOf('COMMAND=');
  if (command < 0) return pamFacts(message) ?? {};
  const before = rest.slice(0, rest.indexOf(' ; '));
  // A command whose line was too long goes on in a second record, which says so.
  const reason = /^(?:\w+=|\(command continued\))/.test(before) ? undefined : before;
  return {
    ...{ action: rest.slice(command + 'COMMAND='.length), user, reason, effectiveUser: sudoUser.exec(message)?.[1] },
    ...{ category: 'process', type: reason === undefined ? 'start' : 'info' },
    outcome: reason === undefined ? 'success' : 'failure',
  };
}

const doas: readonly RegExp[] = [
  /^(?<user>\S{1,128}) ran command (?<command>[\s\S]*) as (?<target>[^\s:]{1,128})(?: from [\s\S]*)?$/,
  /^(?<user>\S{1,128}) ran command as (?<target>[^\s:]{1,128}): (?<command>.*)$/,
  /^(?<failed>failed) (?:auth|command) for (?<user>[^\s:]{1,128})(?:: (?<command>.*))?$/,
];

/** `carol ran command /bin/ls as root from /home/carol`, `failed auth for carol` */
function doasFacts(message: string): SyslogFacts | undefined {
  const groups = firstMatch(doas, message);
  if (groups === undefined) return undefined;
  const { user, target, command, failed } = groups;
  const outcome = failed === undefined ? 'success' : 'failure';
  const kind = { category: 'process', type: failed === undefined ? 'start' : 'info' };
  return { ...kind, action: command ?? 'failed auth', outcome, user, effectiveUser: target };
}

const su: readonly RegExp[] = [
  /^(?:(?<failed>FAILED SU|FAILED su) )?\(to (?<target>[^)]+)\) (?<user>\S+) on /,
  /^(?:(?<failed>BAD SU) )?(?<user>\S+) to (?<target>\S+) on /,
  /^(?:Successful|(?<failed>FAILED)) su for (?<target>\S+) by (?<user>\S+)/,
  /^(?:\+|(?<failed>-)) \S+ (?<user>[^\s:]+):(?<target>\S+)$/,
];

function suFacts(message: string): SyslogFacts | undefined {
  const groups = firstMatch(su, message);
  if (groups === undefined) return undefined;
  const outcome = groups['failed'] === undefined ? 'success' : 'failure';
  return { ...login('su', outcome), user: groups['user'], effectiveUser: groups['target'] };
}

function login(action: string, outcome: string): SyslogFacts {
  return { action, category: 'authentication', type: 'start', outcome };
}

const logins: readonly RegExp[] = [
  /^(?<failed>FAILED LOGIN) \S+ \S+ \S+ FOR '?(?<user>[^',]*)'?, (?<reason>.*)/,
  /^LOGIN ON \S+ BY (?<user>\S+)/,
  /^(?<root>ROOT LOGIN) +[Oo][Nn] /,
];

function loginFacts(message: string): SyslogFacts | undefined {
  const groups = firstMatch(logins, message);
  if (groups === undefined) return undefined;
  const outcome = groups['failed'] === undefined ? 'success' : 'failure';
  return {
    ...login('login', outcome),
    user: groups['root'] === undefined ? groups['user'] : 'root',
    reason: groups['reason'],
  };
}

const logind = /^(?<action>New session) \S+ of user '?(?<user>[^'.\s]+)/;
const logindEnd = /^(?<action>Removed session|Session \S{1,20} (?<out>logged out))/;

function logindFacts(message: string): SyslogFacts | undefined {
  const end = logindEnd.exec(message)?.groups;
  if (end !== undefined) return { action: end['out'] ?? end['action'], category: 'session', type: 'end' };
  const groups = logind.exec(message)?.groups;
  if (groups === undefined) return undefined;
  return { action: groups['action'], category: 'session', type: 'start', outcome: 'success', user: groups['user'] };
}

const cron = /^\((?<user>[^)]+)\) (?<action>CMD|CMDEND|RELOAD|BEGIN EDIT|END EDIT|REPLACE|LIST|DELETE) \(/;

function cronFacts(message: string): SyslogFacts | undefined {
  const groups = cron.exec(message)?.groups;
  if (groups === undefined) return undefined;
  const { action, user } = groups;
  if (action !== 'CMD' && action !== 'CMDEND') return { action, user, category: 'configuration', type: 'info' };
  return { action, user, category: 'process', type: action === 'CMD' ? 'start' : 'end' };
}

const changes: readonly RegExp[] = [
  /^(?<action>new user): name=(?<user>[^,]+), UID=(?<id>\d+)/,
  /^(?<action>new group): name=(?<group>[^,]+), GID=\d+/,
  /^(?<action>group added) to \S+: name=(?<group>[^,]+)/,
  /^(?<failed>failed adding user) '(?<user>[^']*)'/,
  /^(?<action>add) '(?<user>[^']*)' to (?:shadow )?group '(?<group>[^']*)'/,
  /^(?<action>delete user|change user|lock user|unlock user) '(?<user>[^']*)'/,
  /^(?<action>delete) '(?<user>[^']*)' from (?:shadow )?group '(?<group>[^']*)'/,
  /^(?<action>removed (?:shadow )?group|delete group|change group) '(?<group>[^']*)'/,
  /^group '(?<group>[^']*)' (?<action>removed)/,
  /^user (?<user>\S{1,255}) (?<action>added|removed) by \S{1,255} (?:to|from) group (?<group>\S+)/,
  /^\S{1,255} (?<failed>failed to (?:add|remove)) user (?<user>\S{1,255}) (?:to|from) group (?<group>[^\s:]+)/,
  /^(?<action>password|access|administrators|members) (?:of|to) group (?<group>\S{1,255}) \w{1,20} by /,
  /^(?<action>password) for '(?<user>[^']*)' changed by/,
  /^(?<action>changed password expiry|changed user) (?:for )?'?(?<user>[^'\s]+)/,
];

function accountFacts(message: string): SyslogFacts | undefined {
  const groups = firstMatch(changes, message);
  if (groups === undefined) return undefined;
  const { action, user, id, group, failed } = groups;
  const outcome = failed === undefined ? 'success' : 'failure';
  const type = [user === undefined ? 'group' : 'user', changeOf(groups)];
  return { action: action ?? failed, category: 'iam', type, outcome, user, userId: id, group };
}

function changeOf({ action = '', user, group, failed }: Groups): string {
  // What is done to a user and a group is done to the membership.
  if (user !== undefined && group !== undefined) return 'change';
  if (failed !== undefined || action.startsWith('new') || action === 'group added') return 'creation';
  return /^(?:delete|removed)/.test(action) ? 'deletion' : 'change';
}

const readers: Readonly<Record<string, Reader>> = {
  audispd: auditFacts,
  audit: auditFacts,
  auditd: auditFacts,
  su: suFacts,
  login: loginFacts,
  'systemd-logind': logindFacts,
  dropbear: dropbearFacts,
  kernel: kernelFacts,
  pkexec: pkexecFacts,
  polkitd: polkitFacts,
  dovecot: dovecotFacts,
  smtpd: postfixFacts,
  postscreen: postfixFacts,
  exim: eximFacts,
  exim4: eximFacts,
  proftpd: proftpdFacts,
  'pure-ftpd': pureftpdFacts,
  vsftpd: vsftpdFacts,
  doas: doasFacts,
  cron: cronFacts,
  crond: cronFacts,
  CRON: cronFacts,
  CROND: cronFacts,
  crontab: cronFacts,
  useradd: accountFacts,
  usermod: accountFacts,
  userdel: accountFacts,
  groupadd: accountFacts,
  groupmod: accountFacts,
  groupdel: accountFacts,
  gpasswd: accountFacts,
  passwd: accountFacts,
  chage: accountFacts,
  chfn: accountFacts,
  chsh: accountFacts,
};

/** What programs other than sshd and sudo say about logins and accounts. @param program without its path */
export function accountProgramFacts(program: string, message: string): SyslogFacts {
  const reader = Object.hasOwn(readers, program) ? readers[program] : undefined;
  return reader?.(message) ?? pamFacts(message) ?? {};
}
