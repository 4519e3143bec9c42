import { firstMatch, peer, type SyslogFacts, userName } from './facts.ts';

const port = String.raw`(?::(?<port>\d{1,5}))?>?`;
const from = String.raw` from <?(?<from>\S{1,64}?)${port}(?=[\s:,]|$)`;

const dropbear: readonly RegExp[] = [
  new RegExp(
    `^(?<action>(?:PAM )?(?:[Pp]assword|[Pp]ubkey) auth succeeded|Auth succeeded with blank password) for '(?<user>[^']*)'.{0,300}?${from}`,
  ),
  new RegExp(`^(?<action>[Bb]ad (?:PAM )?password attempt) for '(?<user>[^']*)'${from}`),
  new RegExp(
    `^(?<action>[Ll]ogin attempt (?:for nonexistent|with wrong) user)(?: '?(?<user>[^'\\s]{1,128})'?)?${from}`,
  ),
  new RegExp(
    `^(?<action>Exit before auth)(?:${from})?:? \\((?:user '(?<user>[^']*)', )?\\d{1,6} fails\\)(?:: (?<reason>.*))?`,
  ),
  new RegExp(`^(?<action>Exit before auth)${from}: (?<reason>.*)`),
  new RegExp(`^(?<action>Exit) \\((?<user>[^)]*)\\)(?:${from})?: (?<reason>.*)`),
  new RegExp(`^(?<action>Child connection)${from}`),
  /^(?<action>root login rejected)/,
  /^User '?(?<user>[^']*?)'? (?<reason>has invalid shell|(?:account )?is locked|has blank password), (?<action>rejected)/,
];

/** The SSH server of small systems: `Bad password attempt for 'root' from 192.0.2.1:50007`. */
export function dropbearFacts(message: string): SyslogFacts | undefined {
  const groups = firstMatch(dropbear, message);
  if (groups === undefined) return undefined;
  const { action = '', reason } = groups;
  const user = action.startsWith('root') ? 'root' : userName(groups['user']);
  const facts = { action, reason, user, ...peer(groups['from'], groups['port']) };
  if (action === 'Exit') return { ...facts, category: 'authentication', type: 'end' };
  if (action === 'Child connection') return { ...facts, category: 'network', type: 'connection' };
  if (action.includes('succeeded')) return { ...facts, category: 'authentication', type: 'start', outcome: 'success' };
  const type = action.startsWith('Exit') ? 'end' : 'start';
  return { ...facts, category: 'authentication', type, outcome: 'failure' };
}

const member = / (?<name>IN|OUT|SRC|DST|PROTO|SPT|DPT)=(?<value>[^\s]+)/g;
const dropped = /BLOCK|DROP|DENY|DENIED|REJECT/i;
const accepted = /ALLOW|ACCEPT|PASS/i;

/** What the kernel's packet filter logs: `[UFW BLOCK] IN=eth0 OUT= MAC=… SRC=192.0.2.1 DST=… PROTO=TCP SPT=… DPT=22`. */
export function kernelFacts(message: string): SyslogFacts | undefined {
  const start = message.indexOf('IN=');
  if (start < 0 || !message.includes(' SRC=')) return undefined;
  const found: Record<string, string> = {};
  for (const { groups } of ` ${message.slice(start)}`.matchAll(member)) found[groups!['name']!] ??= groups!['value']!;
  const label = message.slice(0, start).replace(/^\[ *\d{1,10}\.\d{1,9}\] /, '');
  const isDropped = dropped.test(label);
  const isDecided = isDropped || accepted.test(label);
  return {
    category: 'network',
    type: isDecided ? ['connection', isDropped ? 'denied' : 'allowed'] : 'connection',
    // The prefix is what the rule's author chose.
    action: label.replace(/[[\]]/g, '').trim().replace(/:$/, '') || undefined,
    outcome: isDecided ? (isDropped ? 'failure' : 'success') : undefined,
    ...peer(found['SRC'], found['SPT']),
    destinationIp: found['DST'],
    destinationPort: found['DPT'],
    transport: found['PROTO']?.toLowerCase(),
  };
}

const polkit: readonly RegExp[] = [
  /^Operator of \S{1,100} (?<action>successfully authenticated|FAILED to authenticate) /,
  /^(?<action>(?:Unr|R)egistered Authentication Agent) for /,
];

const owner = /\(owned by unix-user:([^)\s]{1,64})\)/;

export function polkitFacts(message: string): SyslogFacts | undefined {
  const groups = firstMatch(polkit, message);
  if (groups === undefined) return undefined;
  const { action = '' } = groups;
  if (action.endsWith('Agent')) return { action, category: 'session', type: 'info' };
  const outcome = action.startsWith('FAILED') ? 'failure' : 'success';
  return { action, user: owner.exec(message)?.[1], category: 'authentication', type: 'start', outcome };
}

const pkexec =
  /^(?<user>\S{1,128}): (?<action>Executing command|Error executing command as another user)(?:: (?<reason>[^[]*))? ?\[USER=(?<target>[^\]]*)\]/;

export function pkexecFacts(message: string): SyslogFacts | undefined {
  const groups = pkexec.exec(message)?.groups;
  if (groups === undefined) return undefined;
  const command = message.indexOf('[COMMAND=');
  const isRefused = groups['action']?.startsWith('Error') === true;
  return {
    ...{
      action: command < 0 ? undefined : message.slice(command + '[COMMAND='.length, -1),
      category: 'process',
      type: isRefused ? 'info' : 'start',
    },
    ...{ outcome: isRefused ? 'failure' : 'success', reason: groups['reason']?.trim() },
    ...{ user: groups['user'], effectiveUser: groups['target'] },
  };
}
