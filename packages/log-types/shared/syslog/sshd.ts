import { firstMatch, peer, type SyslogFacts, userName } from './facts.ts';
import { pamFacts } from './pam.ts';

const from = String.raw`(?<from>\S{1,255})`;
const port = String.raw`(?<port>\d{1,5})`;
const fromPort = `${from}(?: port ${port})?`;
const ip = String.raw`(?<from>\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]{0,4}:[\da-fA-F:.]{1,44})`;

/** What syslogd puts before a message. */
const prefix = /^(?:message repeated \d{1,9} times: \[ |\[ID \d{1,9} [\w.]{1,30}\] )/;

/**
 * First that is found decides. A client chooses its user name, which may hold blanks and look like an address, so a
 * name reaches to the last place where an address can follow.
 */
const patterns: readonly RegExp[] = [
  new RegExp(
    `^(?<action>Accepted|Failed) \\S{1,64} for (?:(?:invalid|illegal) user )?(?<user>.*) from ${from} port ${port} ssh`,
  ),
  new RegExp(`^(?<action>Accepted|Failed) \\S{1,64} for (?:(?:invalid|illegal) user )?(?<user>.*) from ${fromPort}$`),
  new RegExp(`^(?<action>[Ii]nvalid user) (?<user>.*) from ${fromPort}`),
  new RegExp(
    `^(?<action>Connection (?:closed|reset)|Disconnected|Disconnecting)(?: by| from)? (?:(?<kind>invalid|authenticating) )?user (?<user>.*) ${from} port ${port}`,
  ),
  new RegExp(`^(?:error: )?(?<action>Disconnected|Received disconnect) from ${ip}(?: port ${port})?`),
  new RegExp(`^(?<action>Connection (?:reset|closed)) by ${ip}(?: port ${port})?`),
  new RegExp(
    `^(?:error: )?PAM: (?:[Aa]uthentication )?(?<action>failure|error|Permission denied|User account has expired|User not known to the underlying authentication module) for (?:(?<kind>illegal) user )?(?<user>.*) from ${from}`,
  ),
  new RegExp(
    `^(?:error: )?(?<action>maximum authentication attempts exceeded) for (?:(?<kind>invalid) user )?(?<user>.*) from ${from} port ${port}`,
  ),
  new RegExp(`^User (?<user>.*) from ${from} (?<action>not allowed) because (?<reason>.*)`),
  /^User (?<user>\S+) (?<action>not allowed) because (?<reason>.*)/,
  /^Disconnecting: (?<action>Too many authentication failures)(?: for (?:(?<kind>invalid) user )?(?<user>\S+))?(?! for)/,
  new RegExp(`^(?:fatal: )?(?<action>Timeout before authentication) for (?:connection from )?${fromPort}`),
  new RegExp(`^(?:fatal: )?(?<action>Unable to negotiate) with ${fromPort}`),
  new RegExp(`^(?<action>Did not receive identification string) from ${fromPort}`),
  new RegExp(`^(?<action>Bad protocol version identification) .* from ${from} port ${port}`),
  new RegExp(
    `^(?<action>Postponed) \\S{1,64} for (?:(?<kind>invalid) user )?(?<user>.*) from ${from} port ${port} ssh`,
  ),
  // Since OpenSSH 9.8 addresses are punished for what they did.
  /^(?<action>drop connection) #\d{1,10} from \[(?<from>[^\]\s]{1,64})\]:(?<port>\d{1,5}) on \S{1,80} (?<reason>.*)/,
  /^srclimit_penalise: \S{1,20} new (?<from>[\da-fA-F.:]{2,45})\/\d{1,3} (?:active|deferred) (?<action>penalty) of .{1,40}? for (?:penalty: )?(?<reason>.*)/,
  new RegExp(
    `^(?<action>ssh_dispatch_run_fatal): Connection from (?:(?<kind>invalid|authenticating) )?user (?<user>.*) ${from} port ${port}: (?<reason>.*)`,
  ),
  new RegExp(`^(?<action>ROOT LOGIN REFUSED) FROM ${fromPort}`),
  /^(?<action>refused connect) from (?:\S{1,255} \()?(?<from>[^\s)]{1,255})/,
  new RegExp(`^(?<action>Starting session|Close session): .* ?(?:for|user) (?<user>\\S+) from ${from} port ${port}`),
  /^(?<action>error): AuthorizedKeysCommand \S+ (?<user>\S+) (?:SHA|RSA)/,
  new RegExp(`^(?<action>reverse mapping checking).*\\[${ip}\\]`),
  new RegExp(`(?<action>[Ii]nvalid user)\\s+(?<user>\\S+)(?: from ${ip}(?: port ${port})?)?`),
  // What failed is no login: `Failed to create session`.
  /(?<action>Accepted|Failed|failure)\s/,
  new RegExp(`\\S\\s+(?:from|with)\\s+${ip}\\s+port\\s+${port}`),
  new RegExp(`^Connection from ${from}$`),
  /^(?!Server listening).*?\s(?<from>\d{1,3}(?:\.\d{1,3}){3})\s/,
];

const ends = /^(?:Disconnect|Received disconnect|Connection|Close session)/;
const failures =
  /drop|penalty|fatal|fail|invalid|error|not allowed|exceeded|unable|did not|bad|refused|timeout|not known/i;
const starts = /^(?:Accepted|Failed|failure|error|[Ii]nvalid user|not allowed|Starting session)$/;

/** Logins and sessions of sshd, and of the `sshd-session` that OpenSSH 9.8 runs for each client. */
export function sshdFacts(text: string): SyslogFacts {
  const message = text.replace(prefix, '');
  const pam = pamFacts(message);
  // For sshd, a session is part of the login.
  if (pam !== undefined) return pam.category === 'session' ? { ...pam, category: 'authentication' } : pam;
  const groups = firstMatch(patterns, message);
  if (groups === undefined) return {};
  const { kind, user, reason } = groups;
  const action = kind === 'invalid' ? 'invalid user' : groups['action'];
  const facts: SyslogFacts = { action, reason, user: userName(user), ...peer(groups['from'], groups['port']) };
  if (action === undefined) return facts;
  if (action === 'ROOT LOGIN REFUSED') facts.user = 'root';
  return { ...facts, category: 'authentication', type: typeOf(action), outcome: outcomeOf(action) };
}

function typeOf(action: string): string {
  if (ends.test(action)) return 'end';
  return starts.test(action) ? 'start' : 'info';
}

/** Undefined where a session merely ends. */
function outcomeOf(action: string): string | undefined {
  if (action === 'Accepted' || action === 'Starting session') return 'success';
  if (ends.test(action)) return undefined;
  return failures.test(action) ? 'failure' : 'unknown';
}
