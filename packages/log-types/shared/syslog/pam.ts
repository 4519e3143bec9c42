import { firstMatch, type Groups, peer, type SyslogFacts, userName } from './facts.ts';

/**
 * `pam_unix(sshd:session): `, `(pam_unix) `, `PAM `. Older systems put the module behind the process too,
 * `sshd(pam_unix)[1]: `.
 */
const prefix = /^(?:pam_\w{1,40}(?:\([^)]{0,80}\))?: {1,2}|\(pam_\w{1,40}\) |PAM (?=\d))/;

const patterns: readonly RegExp[] = [
  /^(?<action>session opened) for user (?<target>[^(\s]+)(?:\(\S*)? by (?<user>[^(\s]*)\(/,
  /^(?<action>session closed) for user (?<user>\S+)/,
  /^(?:\d{1,6} more )?(?<action>authentication (?:failure|success))s?;(?<details>.*)/,
  /^(?<action>check pass); user unknown/,
  /^(?<action>password check failed) for user \((?<user>[^)]*)\)/,
  /^(?<action>password changed) for (?<user>\S+)/,
  /^(?<action>expired password) for user (?<user>\S+)/,
  /^account (?<user>\S+) has (?<action>expired)/,
  /^user (?<user>\S+) \(\d{1,10}\) (?:has time limit|tally \d{1,10}, deny)/,
  /^Consecutive (?<action>login failure)s for user (?<user>\S+)/,
  /^requirement "[^"]{0,200}" (?<action>not met) by user "(?<user>[^"]*)"/,
  /^(?<action>access denied) for user [`'](?<user>[^']*)' from [`'](?<from>[^']*)'/,
  /^received for user (?<user>[^\s:]+): \d{1,4} \((?<reason>[^)]*)\)/,
];

const details = / (?<name>rhost|ruser|user)=(?<value>\S+)/g;

/** What the authentication modules say, in whatever program they run. */
export function pamFacts(message: string): SyslogFacts | undefined {
  const groups = firstMatch(patterns, message.replace(prefix, ''));
  if (groups === undefined) return undefined;
  const { action } = groups;
  switch (action) {
    case 'session opened':
      // A session opened by nobody (a daemon) or at the login prompt is the target user's own.
      return {
        ...{ action, category: 'session', type: 'start', outcome: 'success' },
        user: userName(groups['user']?.replace(/^LOGIN$/, '')) ?? groups['target'],
        effectiveUser: groups['target'],
      };
    case 'session closed':
      return { action, category: 'session', type: 'end', user: groups['user'] };
    case 'password changed':
      return { action, category: 'iam', type: ['user', 'change'], outcome: 'success', user: groups['user'] };
    case 'authentication failure':
    case 'authentication success':
      return authentication(action, groups['details'] ?? '');
    default:
      return refused(groups);
  }
}

/** ` logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=root`; the last two may be missing. */
function authentication(action: string, text: string): SyslogFacts {
  const found: Record<string, string> = {};
  for (const { groups } of text.matchAll(details)) found[groups!['name']!] = groups!['value']!;
  return {
    ...{ action, category: 'authentication', type: 'start' },
    outcome: action.endsWith('success') ? 'success' : 'failure',
    user: found['user'] ?? found['ruser'],
    ...peer(found['rhost']),
  };
}

function refused({ action, user, from, reason }: Groups): SyslogFacts {
  const kind = { category: 'authentication', type: action === undefined ? 'info' : 'start' };
  return { action, ...kind, outcome: action === undefined ? undefined : 'failure', reason, user, ...peer(from) };
}
