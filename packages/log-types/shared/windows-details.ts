import { type Derived, isIpAddress, type RawRecord } from '@siem/log-type';

type Kind = readonly [category: string, type: string, action?: string];

/** Sysmon's event ids. @see https://learn.microsoft.com/sysinternals/downloads/sysmon#events */
const sysmonKinds: Readonly<Record<string, Kind>> = {
  1: ['process', 'start', 'process-created'],
  2: ['file', 'change', 'file-creation-time-changed'],
  3: ['network', 'connection', 'network-connection'],
  5: ['process', 'end', 'process-terminated'],
  6: ['driver', 'start', 'driver-loaded'],
  7: ['library', 'start', 'image-loaded'],
  8: ['process', 'change', 'remote-thread-created'],
  9: ['file', 'access', 'raw-disk-read'],
  10: ['process', 'access', 'process-accessed'],
  11: ['file', 'creation', 'file-created'],
  12: ['registry', 'change', 'registry-object-added-or-deleted'],
  13: ['registry', 'change', 'registry-value-set'],
  14: ['registry', 'change', 'registry-object-renamed'],
  15: ['file', 'creation', 'file-stream-created'],
  17: ['file', 'creation', 'pipe-created'],
  18: ['file', 'access', 'pipe-connected'],
  19: ['configuration', 'creation', 'wmi-filter'],
  20: ['configuration', 'creation', 'wmi-consumer'],
  21: ['configuration', 'creation', 'wmi-binding'],
  22: ['network', 'protocol', 'dns-query'],
  23: ['file', 'deletion', 'file-deleted'],
  25: ['process', 'change', 'process-tampered'],
  26: ['file', 'deletion', 'file-deleted'],
  27: ['file', 'creation', 'executable-blocked'],
  28: ['file', 'deletion', 'shredding-blocked'],
  29: ['file', 'creation', 'executable-created'],
};

const terminalServices: Readonly<Record<string, Kind>> = {
  21: ['session', 'start', 'logged-in'],
  23: ['session', 'end', 'logged-out'],
  24: ['session', 'end', 'session-disconnected'],
  25: ['session', 'start', 'session-reconnected'],
  1149: ['authentication', 'start', 'logged-in'],
};

const powerShell: Readonly<Record<string, Kind>> = {
  400: ['process', 'start'],
  403: ['process', 'end'],
  800: ['process', 'info'],
  4103: ['process', 'info'],
  4104: ['process', 'info'],
};

const defender: Readonly<Record<string, Kind>> = {
  1006: ['malware', 'info', 'malware-detected'],
  1007: ['malware', 'info', 'malware-action-taken'],
  1015: ['malware', 'info', 'suspicious-behaviour-detected'],
  1116: ['malware', 'info', 'malware-detected'],
  1117: ['malware', 'info', 'malware-action-taken'],
  5001: ['configuration', 'change', 'protection-disabled'],
};

const kinds: ReadonlyMap<string, Readonly<Record<string, Kind>>> = new Map([
  ['Microsoft-Windows-Sysmon', sysmonKinds],
  ['Microsoft-Windows-TerminalServices-LocalSessionManager', terminalServices],
  ['Microsoft-Windows-TerminalServices-RemoteConnectionManager', terminalServices],
  ['Microsoft-Windows-PowerShell', powerShell],
  ['PowerShell', powerShell],
  ['Microsoft-Windows-Windows Defender', defender],
]);

/** Events whose target is a group: its creation, change and deletion, and its members. */
const groupEvents = /^(?:47(?:2[7-9]|3[0-57]|4[4-9]|5[0-9]|6[0-4])|4799)$/;

/** What providers other than the security log mean by an event, where action and category are not known by its id. */
export function providerFacts(provider: unknown, id: unknown): Derived {
  const kind = typeof provider === 'string' ? kinds.get(provider)?.[String(id)] : undefined;
  return kind === undefined ? {} : { category: kind[0], type: kind[1], action: kind[2] };
}

/** Processes, files, registry keys, peers and users under the names that each provider gives them. */
export function windowsDetails(id: unknown, data: RawRecord, userData: RawRecord): Derived {
  const isCreation = id === '4688';
  const executable =
    text(data['Image']) ?? text(data['NewProcessName']) ?? path(data['ProcessName'] ?? data['Process Name']);
  const parent = text(data['ParentImage']) ?? text(data['ParentProcessName']);
  const object = text(data['ObjectName']);
  return {
    executable,
    processName: baseName(executable),
    pid: processId(data['NewProcessId'] ?? (isCreation ? undefined : data['ProcessId'])),
    parent,
    parentName: baseName(parent),
    parentPid: processId(data['ParentProcessId'] ?? (isCreation ? data['ProcessId'] : undefined)),
    file: text(data['TargetFilename']) ?? (data['ObjectType'] === 'File' ? (object ?? shared(data)) : linked(id, data)),
    registry: text(data['TargetObject']) ?? (data['ObjectType'] === 'Key' ? object : undefined),
    groupName: typeof id === 'string' && groupEvents.test(id) ? text(data['TargetUserName']) : undefined,
    ...hashes(
      text(data['Hashes']),
      data['ImageLoaded'] !== undefined ? 'dll' : data['TargetFilename'] !== undefined ? 'file' : 'process',
    ),
    ...account(text(data['User']) ?? text(data['Detection User'])),
    ...session(userData['EventXML'] ?? {}),
  };
}

/** A share, `\\*\finance`, and the path from there on. */
function shared(data: RawRecord): string | undefined {
  const [share, path] = [text(data['ShareName']), text(data['RelativeTargetName'])];
  return share === undefined || path === undefined ? undefined : `${share}\\${path}`;
}

/** What a hard link was made of. */
function linked(id: unknown, data: RawRecord): string | undefined {
  return id === '4664' ? text(data['FileName']) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== '-' ? value : undefined;
}

/** Some events name a process without its path, which is no executable. */
function path(value: unknown): string | undefined {
  const name = text(value);
  return name?.includes('\\') === true ? name : undefined;
}

function baseName(executable: string | undefined): string | undefined {
  return executable?.slice(executable.lastIndexOf('\\') + 1);
}

/** The security log writes `0x1a4`, Sysmon `420`. */
function processId(value: unknown): number | undefined {
  const number = Number(text(value));
  return Number.isSafeInteger(number) ? number : undefined;
}

/** `SHA1=...,MD5=...,SHA256=...,IMPHASH=...` @returns `dll_sha1` ..., after whose they are */
function hashes(list: string | undefined, owner: 'dll' | 'file' | 'process'): Derived {
  if (list === undefined) return {};
  const found: Record<string, string> = {};
  for (const entry of list.split(',')) {
    const equals = entry.indexOf('=');
    if (equals > 0) found[`${owner}_${entry.slice(0, equals).toLowerCase()}`] = entry.slice(equals + 1);
  }
  return found;
}

/** `DOMAIN\name` */
function account(name: string | undefined): Derived {
  if (name === undefined) return {};
  const backslash = name.lastIndexOf('\\');
  return backslash < 0
    ? { account: name }
    : { account: name.slice(backslash + 1), accountDomain: name.slice(0, backslash) };
}

/** Remote desktop: `User` and `Address`, or `Param1` to `Param3` for user, domain and address. */
function session(event: RawRecord): Derived {
  if (event === null || typeof event !== 'object') return {};
  const address = text(event['Address']) ?? text(event['Param3']);
  const peer = address !== undefined && isIpAddress(address) ? { peer: address } : {};
  if (text(event['User']) !== undefined) return { ...account(text(event['User'])), ...peer };
  if (!('peer' in peer)) return {};
  return { account: text(event['Param1']), accountDomain: text(event['Param2']), ...peer };
}
