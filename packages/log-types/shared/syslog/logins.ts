import { type Groups, peer, type SyslogFacts, userName } from './facts.ts';

/** A login as other programs than sshd and PAM report it. */
/** @param success what a login is called that nothing is said against */
export function loginOf(groups: Groups | undefined, success: string): SyslogFacts | undefined {
  if (groups === undefined) return undefined;
  const { user, from, reason } = groups;
  const action = groups['action'] ?? (reason === undefined ? success : 'Login failed');
  return { ...login(action === success ? 'success' : 'failure'), action, reason, user: userName(user), ...peer(from) };
}

export function login(outcome: string): SyslogFacts {
  return { category: 'authentication', type: 'start', outcome };
}
