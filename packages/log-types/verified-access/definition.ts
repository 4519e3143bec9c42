import { type Derived, defineLogType, type RawRecord, scalarNumber } from '@siem/log-type';
import { objectOf, textOf } from '../shared/json-values.ts';

/**
 * Verified Access: each request that it granted or denied. Its OCSF is that of drafts (0.1 and 1.0.0-rc.2), whose classes
 * have other numbers than OCSF since, so these are documents of their own.
 */
export default defineLogType({
  name: 'verified-access',
  title: 'AWS Verified Access logs',
  source: 'https://docs.aws.amazon.com/verified-access/latest/ug/access-logs.html',
  keys: [/\/VerifiedAccess(?:Logs)?\//i, /_VerifiedAccess(?:Logs)?_/i, /(?:^|[/_-])verified-?access(?:[/_-]|$)/i],
  exampleKey:
    'AWSLogs/111122223333/VerifiedAccess/eu-west-1/2026/01/30/111122223333_VerifiedAccess_eu-west-1_vai-0a1b2c3d4e5f6a7b8_20260130T1005Z_5d8b3f2a.log.gz',
  content: { json: ['proxy.svc_name', 'class_uid', 'metadata.product.name'], score: 5 },
  index: 'log-aws-verified-access',
  format: { kind: 'json' },
  fields: {
    time: 'date',
    start_time: 'date',
    end_time: 'date',
    duration: 'double',
    ref_time: 'date',
    data: 'flat_object',
    enrichments: 'flat_object',
    unmapped: 'flat_object',
    'actor.authorizations': 'flat_object',
    'identity.authorizations': 'flat_object',
  },
  timestamp: [
    { from: 'time', format: 'epoch' },
    { from: '$epoch', format: 'epoch' },
    { from: 'ref_time', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive: deriveVerifiedAccess,
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': { value: ['web', 'network'] },
    'event.type': '$type',
    'event.action': ['activity_name', 'activity'],
    'event.outcome': '$outcome',
    'event.reason': ['status_detail', 'status_details'],
    'event.code': 'status_code',
    'event.severity': 'severity_id',
    'event.duration': '$nanoseconds',
    'event.start': '$start',
    'event.end': '$end',
    'event.provider': 'metadata.product.name',
    'source.address': 'src_endpoint.ip',
    'source.ip': 'src_endpoint.ip',
    'source.port': 'src_endpoint.port',
    'destination.address': ['dst_endpoint.ip', 'dst_endpoint.hostname'],
    'destination.ip': 'dst_endpoint.ip',
    'destination.port': 'dst_endpoint.port',
    'observer.ip': 'proxy.ip',
    'observer.name': 'proxy.uid',
    'host.ip': 'device.ip',
    'device.id': 'device.uid',
    'http.request.method': 'http_request.http_method',
    'http.response.status_code': 'http_response.code',
    'http.version': '$httpVersion',
    'rule.name': '$policy',
    'trace.id': '$trace',
    'url.domain': 'http_request.url.hostname',
    'url.full': 'http_request.url.text',
    'url.path': 'http_request.url.path',
    'url.port': 'http_request.url.port',
    'url.query': 'http_request.url.query_string',
    'url.scheme': 'http_request.url.scheme',
    'user.name': ['actor.user.name', 'identity.user.name'],
    'user.id': ['actor.user.uid', 'identity.user.uid'],
    'user.email': ['actor.user.email_addr', 'identity.user.email_addr'],
    'user_agent.original': 'http_request.user_agent',
    'related.hosts': { all: ['http_request.url.hostname', 'device.hostname'] },
    'related.ip': { all: ['src_endpoint.ip', 'dst_endpoint.ip', 'device.ip', 'proxy.ip'] },
    'related.user': {
      all: ['actor.user.name', 'identity.user.name', 'actor.user.email_addr', 'identity.user.email_addr'],
    },
  },
  geoip: ['source', 'destination'],
  threat: { ip: ['source.ip'] },
});

/** Numbers come as text; times as milliseconds in text, durations as seconds. */
function deriveVerifiedAccess(record: RawRecord): Derived {
  const identity = objectOf(record['actor'] ?? record['identity']);
  const authorization = objectOf(identity['authorizations']?.[0]);
  const decision = textOf(authorization['decision'])?.toLowerCase();
  const isGranted = decision === undefined ? /grant/i.test(activity(record)) : decision === 'allow';
  const isDenied = decision === undefined ? /den(?:y|ied)/i.test(activity(record)) : decision === 'deny';
  const seconds = scalarNumber(record['duration']);
  const epoch = epochMs(record['time']);
  return {
    type: ['access', ...(isDenied ? ['denied'] : isGranted ? ['allowed'] : [])],
    outcome: isDenied || /^fail/i.test(textOf(record['status']) ?? '') ? 'failure' : isGranted ? 'success' : 'unknown',
    nanoseconds: seconds > 0 ? Math.round(seconds * 1e9) : undefined,
    epoch,
    start: epochMs(record['start_time']),
    end: epochMs(record['end_time']),
    httpVersion: textOf(objectOf(record['http_request'])['version'])?.replace(/^HTTP\//i, ''),
    policy: textOf(objectOf(authorization['policy'])['name']),
    trace: /^(?:Root=)?(1-[\da-f]{8}-\w{24})/.exec(textOf(objectOf(record['metadata'])['uid']) ?? '')?.[1],
  };
}

function activity(record: RawRecord): string {
  return textOf(record['activity_name']) ?? textOf(record['activity']) ?? '';
}

function epochMs(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? scalarNumber(value) : value;
  return typeof number === 'number' && number > 0 ? number : undefined;
}
