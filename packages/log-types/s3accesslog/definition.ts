import { defineLogType, type RawRecord } from '@siem/log-type';
import { httpOutcome } from '../shared/http-outcome.ts';
import { splitQuery } from '../shared/path-query.ts';
import { tlsVersion } from '../shared/tls-version.ts';

/** Amazon S3 server access logs. Fields after the user agent were added over the years, so older lines end early. */
export default defineLogType({
  name: 's3accesslog',
  title: 'Amazon S3 server access logs',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html',
  keys: [/20\d{2}-[01]\d-\d{2}-\d{2}-\d{2}-\d{2}-[0-9A-Z]{16}$/],
  exampleKey: 'AWSLogs/111122223333/s3accesslog/eu-west-1/shop-data/2026-01-30-10-05-01-0A1B2C3D4E5F6071',
  content: { text: /^[0-9a-f]{64} \S+ \[\d{2}\/[A-Z][a-z]{2}\/\d{4}:/ },
  index: 'log-aws-s3accesslog',
  format: {
    kind: 'columns',
    delimiter: ' ',
    quotes: 'double-and-brackets',
    // What clients send stands there as it came.
    unescapedQuotes: true,
    forms: { HTTPstatus: /-|\d{3}/ },
    header: [
      'BucketOwner',
      'Bucket',
      'RequestDateTime',
      'RemoteIP',
      'Requester',
      'RequestID',
      'Operation',
      'Key',
      '"RequestURI',
      'HTTPstatus',
      'ErrorCode',
      'BytesSent',
      'ObjectSize',
      'TotalTime',
      'TurnAroundTime',
      '"Referrer',
      '"UserAgent',
      'VersionId',
      'HostId',
      'SigV',
      'CipherSuite',
      'AuthType',
      'EndPoint',
      'TLSVersion',
      'S3AccessPointARN',
      'AclRequired',
      'SourceRegion',
    ],
    minColumns: 9,
  },
  fields: {
    HTTPstatus: 'long',
    BytesSent: 'long',
    ObjectSize: 'long',
    TotalTime: 'long',
    TurnAroundTime: 'long',
  },
  omit: ['RequestURI'],
  timestamp: { from: 'RequestDateTime', format: '%d/%b/%Y:%H:%M:%S %z' },
  derive(record: RawRecord, { region }) {
    const uri = splitUri(record['RequestURI']);
    return {
      uri,
      version: uri.protocol?.split('/')[1],
      ...splitQuery(uri.path),
      duration: nanoseconds(record['TotalTime']),
      user: lastStep(record['Requester']),
      region: region ?? endpointRegion.exec(record['EndPoint'] ?? '')?.[0],
      tlsVersion: tlsVersion(record['TLSVersion']),
    };
  },
  ecs: {
    RequestURI_operation: '$uri.method',
    RequestURI_key: '$uri.path',
    RequestURI_httpProtoversion: '$uri.protocol',
    'event.kind': { value: 'event' },
    'event.category': { value: ['web'] },
    'event.type': { value: ['access'] },
    'event.action': 'Operation',
    'event.duration': '$duration',
    'event.outcome': (record) => httpOutcome(record['HTTPstatus']),
    'error.code': 'ErrorCode',
    'cloud.region': '$region',
    'destination.address': 'EndPoint',
    'destination.domain': 'EndPoint',
    'http.request.id': 'RequestID',
    'http.request.method': '$uri.method',
    'http.request.referrer': 'Referrer',
    'http.response.bytes': 'BytesSent',
    'http.response.status_code': 'HTTPstatus',
    'http.version': '$version',
    'source.address': 'RemoteIP',
    'source.ip': 'RemoteIP',
    'url.domain': 'EndPoint',
    'url.original': '$uri.path',
    'url.path': '$path',
    'url.query': '$query',
    'user.name': '$user',
    'user_agent.original': 'UserAgent',
    'tls.cipher': 'CipherSuite',
    'tls.version': '$tlsVersion',
    'related.ip': { all: ['RemoteIP'] },
    'related.user': { all: ['$user'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});

const endpointRegion = /(?:us|ap|ca|eu|il|me|mx|sa|af|cn|eusc)-(?:gov-|[a-z]{2}-)?[a-z]+-\d/;

/** `GET /bucket/key?x HTTP/1.1`; keys are percent-encoded, so spaces only separate. */
function splitUri(uri: string | undefined): { method?: string; path?: string; protocol?: string } {
  if (uri === undefined || uri === '-') return {};
  const first = uri.indexOf(' ');
  const last = uri.lastIndexOf(' ');
  if (first < 0 || last <= first) return { path: uri };
  return { method: uri.slice(0, first), path: uri.slice(first + 1, last), protocol: uri.slice(last + 1) };
}

/** @param milliseconds digits, or `-` */
function nanoseconds(milliseconds: string | undefined): number | undefined {
  const value = milliseconds === undefined ? Number.NaN : Number(milliseconds);
  return Number.isSafeInteger(value) ? value * 1_000_000 : undefined;
}

/** `arn:aws:sts::1:assumed-role/Role/session` -> `session`. */
function lastStep(requester: string | undefined): string | undefined {
  return requester?.slice(requester.lastIndexOf('/') + 1);
}
