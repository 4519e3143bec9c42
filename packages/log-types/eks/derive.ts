import { type DeriveContext, type Derived, parseKeyValues, type RawRecord, scalarText } from '@siem/log-type';
import { firstText, objectOf, own, textOf } from '../shared/json-values.ts';
import { klogLevels, klogTime } from '../shared/klog.ts';
import { splitQuery } from '../shared/path-query.ts';

/** `kube-apiserver-audit-0123…`, `authenticator-0123…`: the stream is named after the component and a hash. */
const streamHash = /-[0-9a-f]{16,}$/;
const clusterOfGroup = /^\/aws\/eks\/([^/]{1,100})\/cluster/;

export function deriveEks(record: RawRecord, context: DeriveContext): Derived {
  const { logGroup, logStream } = context.meta;
  const shared: Derived = {
    cluster: clusterOfGroup.exec(logGroup ?? '')?.[1],
    component: logStream?.replace(streamHash, ''),
  };
  if (isAuditEvent(record)) return { ...shared, ...auditEvent(record) };
  if (record['klog_severity'] !== undefined) return { ...shared, ...klogLine(record, context.writtenMs) };
  if (record['authenticator_line'] !== undefined)
    return { ...shared, ...authenticatorLine(record['authenticator_line']) };
  return { ...shared, ...plain, message: record['text'] };
}

function isAuditEvent(record: RawRecord): boolean {
  return (
    textOf(record['auditID']) !== undefined || (record['kind'] === 'Event' && textOf(record['verb']) !== undefined)
  );
}

const plain: Derived = { category: ['host'], type: ['info'] };

const typeOfVerb: Readonly<Record<string, string>> = {
  get: 'access',
  list: 'access',
  watch: 'access',
  create: 'creation',
  update: 'change',
  patch: 'change',
  delete: 'deletion',
  deletecollection: 'deletion',
};
const identityResources = new Set([
  'certificatesigningrequests',
  'clusterrolebindings',
  'clusterroles',
  'rolebindings',
  'roles',
  'serviceaccounts',
]);
const reviews = new Set([
  'localsubjectaccessreviews',
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
  'subjectaccessreviews',
  'tokenreviews',
]);
const processSubresources = new Set(['attach', 'exec', 'portforward']);

/** @see https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ */
function auditEvent(record: RawRecord): Derived {
  const status = objectOf(record['responseStatus']);
  const user = objectOf(record['user']);
  const code: unknown = status['code'];
  const decision: unknown = objectOf(record['annotations'])['authorization.k8s.io/decision'];
  const isFailure = decision === 'forbid' || (typeof code === 'number' && code >= 400);
  const extra = objectOf(user['extra']);
  return {
    ...auditKind(objectOf(record['objectRef']), record['verb'], decision),
    outcome: isFailure ? 'failure' : code === undefined ? 'unknown' : 'success',
    reason: objectOf(record['annotations'])['authorization.k8s.io/reason'],
    status: code,
    errorCode: isFailure ? textOf(status['reason']) : undefined,
    errorMessage: isFailure ? textOf(status['message']) : undefined,
    url: splitUri(record['requestURI']),
    client: { ip: Array.isArray(record['sourceIPs']) ? record['sourceIPs'][0] : undefined },
    user: {
      name: textOf(user['username']),
      id: textOf(user['uid']),
      groups: user['groups'],
      arn: firstText(first(extra['arn']), first(extra['canonicalArn'])),
    },
    agent: textOf(record['userAgent']),
    node: nodeOf(user['username']),
  };
}

function auditCategories(objectRef: RawRecord): string[] {
  const resource = String(objectRef['resource'] ?? '');
  if (reviews.has(resource)) return ['api', 'authentication'];
  if (identityResources.has(resource)) return ['api', 'iam'];
  if (processSubresources.has(String(objectRef['subresource']))) return ['api', 'process'];
  return ['api'];
}

function auditKind(objectRef: RawRecord, verb: unknown, decision: unknown): Derived {
  const category = auditCategories(objectRef);
  const types = auditTypes(verb, decision);
  return { category, type: [...typesOfSecond(category[1], types), ...types] };
}

/** Every category has a type that is one of it, which those of an API call are for changes of identities only. */
function typesOfSecond(category: string | undefined, types: readonly string[]): string[] {
  if (category === 'process') return ['start'];
  const isTold = category === undefined || (category === 'iam' && types[0] !== 'access');
  return isTold || types[0] === 'info' ? [] : ['info'];
}

function auditTypes(verb: unknown, decision: unknown): string[] {
  const types = [own(typeOfVerb, scalarText(verb)) ?? 'info'];
  if (decision === 'allow') types.push('allowed');
  if (decision === 'forbid') types.push('denied');
  return types;
}

/** `I0130 10:05:00.123456      10 file.go:123] "HTTP" verb="GET" URI="/healthz" srcIP="10.0.0.1:4455" resp=200` */
function klogLine(record: RawRecord, writtenMs: number): Derived {
  const message: string = record['klog_message'];
  const level = klogLevels[record['klog_severity']];
  const facts = message.startsWith('"') ? parseKeyValues(message.slice(message.indexOf('" ') + 1)) : undefined;
  const status = Number(facts?.['resp']);
  return {
    category: [facts?.['verb'] === undefined ? 'host' : 'api'],
    type: ['info'],
    action: facts?.['verb']?.toLowerCase(),
    level,
    message,
    time: klogTime(record['klog_time'], writtenMs),
    outcome: Number.isNaN(status) ? undefined : status < 400 ? 'success' : 'failure',
    status: Number.isNaN(status) ? undefined : status,
    errorMessage: level === 'error' || level === 'fatal' ? (facts?.['err'] ?? message) : undefined,
    url: splitUri(facts?.['URI']),
    client: splitHost(facts?.['srcIP']),
    agent: facts?.['userAgent'],
  };
}

/** `time="…" level=info msg="access granted" arn="…" client="127.0.0.1:52098" username="…"` */
function authenticatorLine(line: string): Derived {
  const facts = parseKeyValues(line) ?? {};
  const { msg: message, level, time, error } = facts;
  const isAccess = /access (?:granted|denied)/.test(message ?? '');
  const isFailure = level === 'error' || /denied|failed|unauthorized/i.test(message ?? '');
  const { time: _, level: __, msg: ___, ...own } = facts;
  return {
    category: isAccess || facts['arn'] !== undefined ? ['authentication'] : ['host'],
    type: isAccess ? ['start'] : ['info'],
    action: isAccess ? message : undefined,
    outcome: isFailure ? 'failure' : isAccess ? 'success' : undefined,
    level,
    message,
    time,
    errorMessage: error ?? (isFailure ? message : undefined),
    client: splitHost(facts['client']),
    user: { name: facts['username'], id: facts['uid'], groups: groupsOf(facts['groups']), arn: facts['arn'] },
    url: { path: facts['path'] },
    node: nodeOf(facts['username']),
    authenticator: own,
  };
}

/** `[system:bootstrappers system:nodes]`, as Go prints a list. */
function groupsOf(text: unknown): string[] | undefined {
  return typeof text === 'string'
    ? text
        .replace(/^\[|\]$/g, '')
        .split(' ')
        .filter((group) => group !== '')
    : undefined;
}

/** Kubelets sign in as `system:node:<host name>`. */
function nodeOf(userName: unknown): string | undefined {
  return typeof userName === 'string' && userName.startsWith('system:node:') ? userName.slice(12) : undefined;
}

function splitUri(uri: unknown): Derived {
  return typeof uri === 'string' ? { original: uri, ...splitQuery(uri) } : {};
}

/** `10.0.0.1:4455`, `[2001:db8::1]:4455` */
function splitHost(text: unknown): Derived {
  const m = typeof text === 'string' ? /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(text) : null;
  return m === null ? { ip: textOf(text) } : { ip: m[1], port: m[2] };
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
