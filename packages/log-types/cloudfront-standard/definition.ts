import { type DeriveContext, type Derived, defineLogType, type RawRecord, scalarText } from '@siem/log-type';
import { httpOutcome } from '../shared/http-outcome.ts';
import { textOf } from '../shared/json-values.ts';
import { unescapeLeniently } from '../shared/percent.ts';
import { tlsVersion } from '../shared/tls-version.ts';
import { connectionEcs, connectionFacts, connectionFields, isConnection } from './connection.ts';

/** Columns of legacy logs, and of files without a line that names them. */
const legacyColumns = [
  'date',
  'time',
  'x_edge_location',
  'sc_bytes',
  'c_ip',
  'cs_method',
  'cs_host',
  'cs_uri_stem',
  'sc_status',
  'cs_referer',
  'cs_user_agent',
  'cs_uri_query',
  'cs_cookie',
  'x_edge_result_type',
  'x_edge_request_id',
  'x_host_header',
  'cs_protocol',
  'cs_bytes',
  'time_taken',
  'x_forwarded_for',
  'ssl_protocol',
  'ssl_cipher',
  'x_edge_response_result_type',
  'cs_protocol_version',
  'fle_status',
  'fle_encrypted_fields',
  'c_port',
  'time_to_first_byte',
  'x_edge_detailed_result_type',
  'sc_content_type',
  'sc_content_len',
  'sc_range_start',
  'sc_range_end',
];

/** Any of them tells the logs of CloudFront: which fields there are is up to the distribution's owner. */
const telling = [
  ...['x-edge-location', 'x-edge-request-id', 'x-edge-result-type', 'x-edge-response-result-type'],
  ...[
    'x-edge-detailed-result-type',
    'x_edge_location',
    'x_edge_request_id',
    'x_edge_result_type',
    'timestamp(ms)',
    'cs(Host)',
  ],
  ...['connectionStatus', 'clientLeafCertSubject', 'tlsHandshakeDuration'],
];
const others = [
  ...['date', 'timestamp', 'timestamp(ms)', 'timestamp_ms', 'c-ip', 'c_ip', 'sc-status', 'sc_status', 'cs-method'],
  ...['cs_method', 'distributionId', 'connectionId', 'serverIp', 'DistributionId'],
];

/**
 * CloudFront standard (access) logs: the W3C extended format of legacy logs, and version 2 with any fields as W3C, plain
 * text with any delimiter, JSON or Parquet. Logs of connections with client certificates are delivered the same way,
 * under the same names.
 */
export default defineLogType({
  name: 'cloudfront-standard',
  title: 'Amazon CloudFront standard logs',
  source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html',
  keys: [/(?:^|\/)[0-9A-Z]{12,14}\.20\d{2}-\d{2}-\d{2}-\d{2}.[0-9a-z]{8}\.(?:gz|parquet|json|log|json\.gz|log\.gz)$/],
  exampleKey: 'AWSLogs/111122223333/CloudFront/E0A1B2C3D4E5F6.2026-01-30-10.a1b2c3d4.gz',
  content: { header: [telling, others], json: [telling, others] },
  index: 'log-aws-cloudfront',
  format: {
    kind: 'columns',
    delimiter: '\t',
    otherDelimiters: ['|', ';', ',', ' '],
    comment: '#',
    header: 'file',
    headerPattern:
      /(?:^|[\s,;|])(?:x-edge-[a-z-]+|cs-uri-stem|cs-method|sc-(?:status|bytes)|c-ip|cs\((?:Host|Referer|User-Agent|Cookie)\)|timestamp\(ms\)|[dD]istributionId|connection(?:Id|Status)|clientIp|eventTimestamp)(?:[\s,;|]|$)/,
    defaultHeader: legacyColumns,
    minColumns: 4,
    alsoJson: true,
  },
  fields: {
    sc_bytes: 'long',
    sc_status: 'long',
    cs_bytes: 'long',
    time_taken: 'double',
    c_port: 'long',
    time_to_first_byte: 'double',
    sc_content_len: 'long',
    sc_range_start: 'long',
    sc_range_end: 'long',
    asn: 'long',
    timestamp: 'keyword',
    timestamp_ms: 'long',
    origin_fbl: 'double',
    origin_lbl: 'double',
    ...connectionFields,
  },
  omit: ['date', 'time'],
  timestamp: [
    { from: '$date_time', format: 'iso8601' },
    { from: 'eventTimestamp', format: 'epoch' },
    { from: 'eventTimestamp', format: 'iso8601' },
    { from: 'timestamp_ms', format: 'epoch' },
    { from: 'timestamp', format: 'epoch' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive: deriveCloudFront,
  ecs: {
    date_time: '$date_time',
    distribution_id: '$distribution',
    'event.kind': { value: 'event' },
    ...connectionEcs,
    'event.category': '$category',
    'event.type': '$eventType',
    'event.outcome': '$outcome',
    'cloud.account.id': 'accountid',
    'cloud.region': { value: 'global' },
    'http.request.bytes': 'cs_bytes',
    'http.request.referrer': 'cs_referer',
    'http.request.method': 'cs_method',
    'http.response.bytes': 'sc_bytes',
    'http.response.status_code': 'sc_status',
    'http.version': '$version',
    'source.address': ['c_ip', 'clientIp'],
    'source.ip': ['c_ip', 'clientIp'],
    'source.port': ['c_port', 'clientPort'],
    'source.as.number': 'asn',
    'url.domain': ['x_host_header', 'cs_host'],
    'url.full': '$url',
    'url.path': 'cs_uri_stem',
    'url.query': 'cs_uri_query',
    'url.scheme': 'cs_protocol',
    'user_agent.original': '$agent',
    'tls.cipher': ['ssl_cipher', 'tlsCipher'],
    'tls.version': '$tlsVersion',
    'related.ip': { all: ['c_ip', 'clientIp'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});

const distributionId = /(?:^|\/)([0-9A-Z]{12,14})\./;

function deriveCloudFront(record: RawRecord, { key }: DeriveContext): Derived {
  if (isConnection(record)) return { ...connectionFacts(record), distribution: distributionOf(record, key) };
  renameMembers(record);
  const query = textOf(record['cs_uri_query']);
  const host = textOf(record['x_host_header']) ?? textOf(record['cs_host']);
  const agent = textOf(record['cs_user_agent']);
  const { date, time } = record;
  return {
    date_time: date === undefined || time === undefined ? undefined : `${scalarText(date)} ${scalarText(time)}`,
    category: ['web'],
    eventType: ['access'],
    outcome: httpOutcome(record['sc_status']),
    distribution: distributionOf(record, key),
    url:
      host === undefined
        ? undefined
        : `${textOf(record['cs_protocol']) ?? 'https'}://${host}${textOf(record['cs_uri_stem']) ?? ''}${query === undefined ? '' : `?${query}`}`,
    version: textOf(record['cs_protocol_version'])?.split('/')[1],
    tlsVersion: tlsVersion(record['ssl_protocol']),
    // Spaces and what is not ASCII come percent-encoded.
    agent: agent === undefined ? undefined : unescapeLeniently(agent),
  };
}

function distributionOf(record: RawRecord, key: string): string {
  return textOf(record['DistributionId'] ?? record['distributionId']) ?? distributionId.exec(key)?.[1] ?? 'unknown';
}

/** JSON has the names of the documentation, `cs(User-Agent)`; fields are `cs_user_agent` in every format. */
function renameMembers(record: RawRecord): void {
  for (const name of Object.keys(record)) {
    const plain = name.includes('(') ? name.toLowerCase().replace(')', '').replace('(', '_') : name;
    const field = plain.replaceAll('-', '_');
    if (field === name) continue;
    record[field] = record[name];
    record[name] = undefined;
  }
}
