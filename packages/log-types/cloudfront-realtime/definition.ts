import { type DeriveContext, type Derived, defineLogType, isIpAddress, type RawRecord } from '@siem/log-type';
import { httpOutcome } from '../shared/http-outcome.ts';
import { textOf } from '../shared/json-values.ts';
import { unescapeLeniently } from '../shared/percent.ts';
import { tlsVersion } from '../shared/tls-version.ts';
import { alignFields, columns, isInPlace } from './fields.ts';

/**
 * With all fields that CloudFront had at a time, each once without the address of the edge server and once with it: those
 * that end with the number of headers, the AS number, CMCD's version, the queue's name or the connection's id.
 */
const lengthsOfAll = new Set([40, 41, 45, 46, 63, 64, 66, 67, 68, 69]);

/** CloudFront real-time logs, with any choice of fields. */
export default defineLogType({
  name: 'cloudfront-realtime',
  title: 'Amazon CloudFront real-time logs',
  source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html',
  keys: [/CloudFront\/.*\/realtime\//],
  exampleKey:
    'AWSLogs/111122223333/CloudFront/global/E0A1B2C3D4E5F6/realtime/2026/01/30/10/siem-cloudfront-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { text: /^\d{10}\.\d{3}\t[\da-f.:]{2,45}\t(?:[^\t\n]{1,9999}\t){2}/ },
  index: 'log-aws-cloudfront',
  format: {
    kind: 'columns',
    delimiter: '\t',
    header: columns,
    minColumns: 2,
  },
  fields: {
    timestamp: 'keyword',
    time_to_first_byte: 'double',
    sc_status: 'long',
    sc_bytes: 'long',
    cs_bytes: 'long',
    time_taken: 'double',
    sc_content_len: 'long',
    sc_range_start: 'long',
    sc_range_end: 'long',
    c_port: 'long',
    cs_headers_count: 'long',
    origin_fbl: 'double',
    origin_lbl: 'double',
    asn: 'long',
    s_ip: 'ip',
  },
  timestamp: { from: 'timestamp', format: 'epoch' },
  derive: deriveRealtime,
  ecs: {
    distribution_id: '$distribution',
    s_ip: '$server',
    'event.kind': { value: 'event' },
    'event.category': { value: ['web'] },
    'event.type': { value: ['access'] },
    'event.outcome': (record) => httpOutcome(record['sc_status']),
    'cloud.region': { value: 'global' },
    'http.request.bytes': 'cs_bytes',
    'http.request.referrer': 'cs_referer',
    'http.request.method': 'cs_method',
    'http.response.bytes': 'sc_bytes',
    'http.response.status_code': 'sc_status',
    'http.version': '$version',
    'source.address': 'c_ip',
    'source.ip': 'c_ip',
    'source.as.number': 'asn',
    'source.port': 'c_port',
    'url.domain': 'cs_host',
    'url.full': '$url',
    'url.path': '$path',
    'url.query': 'cs_uri_query',
    'url.scheme': 'cs_protocol',
    'user_agent.original': '$agent',
    'tls.cipher': 'ssl_cipher',
    'tls.version': '$tlsVersion',
    'related.ip': { all: ['c_ip'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});

const distributionId = /(?=\d{0,13}[A-Z])[A-Z\d]{12,14}/;

/** All records of an object have its key. */
let last = { key: '', distribution: 'unknown' };

function distributionIn(key: string): string {
  if (last.key !== key) last = { key, distribution: distributionId.exec(key)?.[0] ?? 'unknown' };
  return last.distribution;
}

/** Where the server's address was chosen too, it is the third value: those behind it move up by one. */
function takeServer(record: RawRecord): string | undefined {
  const third: string | undefined = record['time_to_first_byte'];
  if (third === undefined || !isIpAddress(third)) return undefined;
  const from = columns.indexOf('time_to_first_byte');
  // Behind the line's last value there is nothing to move.
  for (let i = from; i + 1 < columns.length && record[columns[i]!] !== undefined; i++) {
    record[columns[i]!] = record[columns[i + 1]!];
  }
  const [last, ...rest] = (record['extra_columns'] ?? '').split('\t');
  record[columns.at(-1)!] = last === '' ? undefined : last;
  record['extra_columns'] = rest.length === 0 ? undefined : rest.join('\t');
  return third;
}

/**
 * Lines of configurations with all fields are read by position. Of others, each value goes to the field that it must
 * belong to; one that could be another field's as well stands in the document's text only.
 */
function takeChosen(record: RawRecord, raw: string): void {
  if (lengthsOfAll.has(countValues(raw)) && isInPlace(record)) return;
  const values = raw.split('\t');
  const names = alignFields(values);
  for (let i = 0; i < columns.length && record[columns[i]!] !== undefined; i++) record[columns[i]!] = undefined;
  record['extra_columns'] = undefined;
  if (names === undefined) record['timestamp'] = values[0];
  names?.forEach((name, i) => {
    if (name !== undefined) record[name] = values[i];
  });
}

/** Without a text for each, since nearly every line is read by position. */
function countValues(raw: string): number {
  let count = 1;
  for (let at = raw.indexOf('\t'); at >= 0; at = raw.indexOf('\t', at + 1)) count++;
  return count;
}

function deriveRealtime(record: RawRecord, { key, raw }: DeriveContext): Derived {
  const server = takeServer(record);
  takeChosen(record, raw);
  const stem = textOf(record['cs_uri_stem']);
  const host = textOf(record['cs_host']);
  const agent = textOf(record['cs_user_agent']);
  return {
    server: server ?? record['s_ip'],
    distribution: distributionIn(key),
    url: host === undefined ? undefined : `${textOf(record['cs_protocol']) ?? 'https'}://${host}${stem ?? ''}`,
    path: stem?.split('?')[0],
    version: record['cs_protocol_version']?.split('/')[1],
    tlsVersion: tlsVersion(record['ssl_protocol']),
    // Spaces and what is not ASCII come percent-encoded.
    agent: agent === undefined ? undefined : unescapeLeniently(agent),
  };
}
