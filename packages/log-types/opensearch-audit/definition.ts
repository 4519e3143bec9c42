import {
  type DeriveContext,
  type Derived,
  defineLogType,
  parseEpoch,
  type RawRecord,
  scalarText,
} from '@siem/log-type';

const outcomes = new Map([
  ['GRANTED_PRIVILEGES', 'success'],
  ['AUTHENTICATED', 'success'],
  ['MISSING_PRIVILEGES', 'failure'],
  ['FAILED_LOGIN', 'failure'],
]);

/** The service cuts messages here. */
const maxMessageLength = 10_000;

/**
 * The record's time moves beside its other members. A message that was cut off gives what is left of it, under the name
 * that existing dashboards look for.
 */
function derive(record: RawRecord, context: DeriveContext): Derived {
  record['timestamp'] ??= record['@timestamp'];
  record['@timestamp'] = undefined;
  const category: unknown = record['audit_category'];
  const isLogin = category === 'FAILED_LOGIN' || category === 'AUTHENTICATED';
  const derived: Derived = {
    category: isLogin ? ['database', 'authentication'] : ['database'],
    outcome: outcomes.get(scalarText(category)) ?? 'unknown',
  };
  if (context.meta.truncated !== true) return derived;
  const { envelopeTime } = context.meta;
  return {
    ...derived,
    timestamp: parseEpoch(envelopeTime),
    rule: 'ParsingError',
    error:
      context.raw.length === maxMessageLength
        ? 'The maximum size of each audit log message is 10,000 characters. The audit log message exceeds this limit and is truncated.'
        : 'The audit log message ends early; the fields before its end are kept.',
  };
}

/** Audit logs of Amazon OpenSearch Service, which come through CloudWatch Logs. */
export default defineLogType({
  name: 'opensearch-audit',
  title: 'Amazon OpenSearch Service audit logs',
  source: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/audit-logs.html',
  keys: [/(?:OpenSearch|opensearch).*(?:Audit|audit)/],
  exampleKey:
    'AWSLogs/111122223333/OpenSearch/Audit/eu-west-1/2026/01/30/10/siem-opensearch-audit-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { json: ['audit_category', 'audit_format_version'] },
  index: 'log-aws-opensearch',
  format: { kind: 'json' },
  prefix: 'opensearch',
  fields: {
    'opensearch.audit_request_body': 'text',
    'opensearch.audit_rest_request_headers': 'flat_object',
    'opensearch.audit_rest_request_params': 'flat_object',
    'opensearch.audit_request_remote_address': 'ip',
    'opensearch.timestamp': 'date',
  },
  timestamp: [
    { from: '$timestamp', format: 'iso8601' },
    { from: 'timestamp', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive,
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': '$category',
    'event.type': { value: ['info'] },
    'event.action': 'audit_category',
    'event.outcome': '$outcome',
    'error.message': '$error',
    'http.request.method': 'audit_rest_request_method',
    'url.path': 'audit_rest_request_path',
    'rule.name': ['$rule', 'audit_transport_request_type', 'audit_rest_request_method', 'audit_category'],
    'source.ip': 'audit_request_remote_address',
    'user.name': ['audit_request_initiating_user', 'audit_request_effective_user'],
    'user_agent.original': 'audit_rest_request_headers.User-Agent',
    'related.hosts': { all: ['audit_rest_request_headers.Host'] },
    'related.ip': { all: ['audit_request_remote_address', 'audit_rest_request_headers.Host'] },
    'related.user': { all: ['audit_request_effective_user', 'audit_request_initiating_user'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
