import type { DeriveContext, Derived, RawRecord } from '@siem/log-type';
import { splitArn } from '../shared/arn.ts';
import { firstText, lastPart, objectOf, own, textOf } from '../shared/json-values.ts';

interface Kind {
  category: readonly string[];
  type: string;
}

const session = (type: string): Kind => ({ category: ['authentication', 'session'], type });
const file = (type: string): Kind => ({ category: ['file'], type });

/** What the activities of a session are about. */
const kinds: Readonly<Record<string, Kind>> = {
  AUTH_FAILURE: session('start'),
  CONNECTED: session('start'),
  DISCONNECTED: { category: ['session'], type: 'end' },
  CONNECTION_REJECTED: { category: ['network'], type: 'denied' },
  TLS_RESUME_FAILURE: { category: ['network'], type: 'info' },
  OPEN: file('access'),
  CLOSE: file('info'),
  PARTIAL_CLOSE: file('info'),
  CREATE_SYMLINK: file('creation'),
  DELETE: file('deletion'),
  MKDIR: file('creation'),
  RENAME: file('change'),
  RMDIR: file('deletion'),
  SETSTAT: file('change'),
  RETRIEVE: file('access'),
  SEND: file('creation'),
};
const other: Kind = { category: ['file'], type: 'info' };
const failures = /FAILURE|ERROR|REJECTED|Failed|Errored/;

export function deriveTransfer(record: RawRecord, context: DeriveContext): Derived {
  const line =
    typeof record['details'] === 'string' || record['activity'] !== undefined ? lineFacts(record) : undefined;
  if (line !== undefined) record['details'] = undefined;
  const facts = line ?? jsonFacts(record);
  const group = lastPart(context.meta.logGroup ?? '', '/');
  facts['server'] ??= group.startsWith('s-') ? group : undefined;
  return facts;
}

/** `lhr.33a8fb495ffb383b OPEN Path=/bucket/user/123.jpg Mode=CREATE|TRUNCATE|WRITE` */
function lineFacts(record: RawRecord): Derived {
  const activity = textOf(record['activity']) ?? '';
  const details = detailsOf(record['details'] ?? '');
  const dot: number = record['session']?.lastIndexOf('.') ?? -1;
  const kind = own(kinds, activity) ?? other;
  return {
    activityType: activity,
    ...common(activity, kind, details['Message']),
    user: details['User'] ?? (dot < 0 ? undefined : record['session'].slice(0, dot)),
    session: dot < 0 ? undefined : record['session'].slice(dot + 1),
    ip: details['SourceIP'],
    client: details['Client'],
    homeDir: details['HomeDir'],
    role: details['Role'],
    file: fileParts(details['Path']),
    newPath: details['NewPath'],
    bytesIn: details['BytesIn'],
    bytesOut: details['BytesOut'],
    size: details['BytesIn'] ?? details['BytesOut'],
    protocol: details['Client']?.startsWith('SSH-') ? 'sftp' : undefined,
  };
}

/** Values are not quoted, apart from messages, and paths have spaces: a value ends where the next name begins. */
function detailsOf(text: string): Record<string, string | undefined> {
  const details: Record<string, string | undefined> = {};
  for (const part of text.split(/ (?=[A-Z][A-Za-z]{2,20}=)/)) {
    const equals = part.indexOf('=');
    if (equals > 0) details[part.slice(0, equals)] = part.slice(equals + 1).replace(/^"|"$/g, '');
  }
  return details;
}

function jsonFacts(record: RawRecord): Derived {
  const activity = firstText(record['activity-type'], record['operation'], record['type']) ?? '';
  const arn = splitArn(record['resource-arn'] ?? record['connector-arn']);
  const details = objectOf(record['details']);
  const transfer = objectOf(record['transferDetails']);
  const input = objectOf(details['input']);
  const place = objectOf(input['fileLocation'] ?? input['initialFileLocation']);
  // Amazon EFS has paths.
  const location = objectOf(place['s3'] ?? place['efs'] ?? place);
  const status = textOf(record['status-code']);
  const message = firstText(record['message'], record['failure-message'], details['errorMessage']);
  const kind = own(kinds, activity) ?? other;
  const client = textOf(record['client']);
  const url = textOf(record['url']);
  return {
    ...common(activity, kind, message, status === 'FAILED'),
    user: firstText(record['user'], transfer['username']),
    ip: textOf(record['source-ip']),
    client,
    account: textOf(record['account-id']) ?? arn.account,
    region: arn.region,
    server: textOf(transfer['serverId']) ?? (arn.resource?.startsWith('server/') ? arn.resource.slice(7) : undefined),
    file: fileParts(firstText(record['path'], record['file-path'], location['key'], location['path'])),
    bytesIn: record['bytes-in'],
    bytesOut: record['bytes-out'],
    size: record['bytes'] ?? record['bytes-in'] ?? record['bytes-out'],
    fingerprint: textOf(record['ssh-public-key-fingerprint']),
    protocol: textOf(record['protocol'])?.toLowerCase() ?? (client?.startsWith('SSH-') ? 'sftp' : url?.split(':')[0]),
    url,
    tlsCipher: textOf(record['tls-cipher']),
  };
}

function common(activity: string, kind: Kind, message: string | undefined, hasFailed = false): Derived {
  const isFailure = hasFailed || failures.test(activity);
  return {
    action: activity === '' ? undefined : kebabCase(activity),
    category: kind.category,
    type: [kind.type],
    outcome: isFailure ? 'failure' : 'success',
    message,
    error: isFailure ? message : undefined,
  };
}

/** `AUTH_FAILURE` and, of workflows, `StepErrored`. */
function kebabCase(name: string): string {
  const words = name.includes('_') || name === name.toUpperCase() ? name : name.replace(/(?<=[a-z])(?=[A-Z])/g, '-');
  return words.toLowerCase().replaceAll('_', '-');
}

function fileParts(path: string | undefined): Derived {
  if (path === undefined) return {};
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const dot = name.lastIndexOf('.');
  return {
    path,
    directory: slash > 0 ? path.slice(0, slash) : undefined,
    name: name === '' ? undefined : name,
    extension: dot > 0 ? name.slice(dot + 1) : undefined,
  };
}
