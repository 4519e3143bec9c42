import { type Derived, defineLogType, type RawRecord, scalarNumber } from '@siem/log-type';
import { splitArn } from '../shared/arn.ts';
import { splitAddress } from '../shared/elb.ts';
import { textOf } from '../shared/json-values.ts';
import { splitQuery } from '../shared/path-query.ts';
import { tlsVersion } from '../shared/tls-version.ts';

/** VPC Lattice: requests to services, and connections to resources. */
export default defineLogType({
  name: 'vpc-lattice',
  title: 'Amazon VPC Lattice access logs (services and resources)',
  source: 'https://docs.aws.amazon.com/vpc-lattice/latest/ug/monitoring-access-logs.html',
  keys: [/VpcLattice(?:Resource)?AccessLogs/, /\/VpcLattice\//, /(?:^|[/_-])vpc-?lattice(?:[/_-]|$)/i],
  exampleKey:
    'AWSLogs/111122223333/VpcLattice/AccessLogs/eu-west-1/2026/01/30/svc-0a1b2c3d4e5f6a7b8/111122223333_VpcLatticeAccessLogs_eu-west-1_svc-0a1b2c3d4e5f6a7b8_20260130T1005Z_5d8b3f2a.json.gz',
  content: { json: ['serviceNetworkArn', 'sourceIpPort', 'protocol'] },
  index: 'log-aws-vpc-lattice',
  format: { kind: 'json' },
  fields: {
    startTime: 'date',
    eventTimestamp: 'date',
    responseCode: 'long',
    bytesReceived: 'long',
    bytesSent: 'long',
    duration: 'long',
    requestToTargetDuration: 'long',
    responseFromTargetDuration: 'long',
  },
  timestamp: [
    { from: 'startTime', format: 'iso8601' },
    { from: 'eventTimestamp', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive: deriveLattice,
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': '$category',
    'event.type': '$type',
    'event.outcome': '$outcome',
    'event.reason': ['authDeniedReason', 'failureReason'],
    'event.duration': '$nanoseconds',
    'cloud.account.id': '$account',
    'cloud.region': '$region',
    'source.address': '$source.ip',
    'source.ip': '$source.ip',
    'source.port': '$source.port',
    'source.bytes': 'bytesReceived',
    'destination.address': '$destination.ip',
    'destination.ip': '$destination.ip',
    'destination.port': '$destination.port',
    'destination.bytes': 'bytesSent',
    'http.request.id': 'requestId',
    'http.request.method': 'requestMethod',
    'http.response.status_code': '$status',
    'http.version': '$httpVersion',
    'network.protocol': '$protocol',
    'network.transport': { value: 'tcp' },
    'url.domain': '$host',
    'url.original': '$target',
    'url.path': '$path',
    'url.query': '$query',
    'tls.cipher': 'sslCipher',
    'tls.version': '$tlsVersion',
    'tls.client.server_name': ['serverNameIndication', 'ServerNameIndication'],
    'tls.client.x509.subject.common_name': 'callerX509SubjectCN',
    'tls.client.x509.issuer.organizational_unit': 'callerX509IssuerOU',
    'user.name': '$user',
    'user_agent.original': 'userAgent',
    'related.hosts': { all: ['$host'] },
    'related.ip': { all: ['$source.ip', '$destination.ip', '$gateway.ip'] },
    'related.user': { all: ['$user'] },
  },
  geoip: ['source', 'destination'],
  threat: { ip: ['source.ip'] },
});

function deriveLattice(record: RawRecord): Derived {
  const path = textOf(record['requestPath']);
  const arn = splitArn(record['serviceArn'] ?? record['resourceConfigurationArn'] ?? record['serviceNetworkArn']);
  const isDenied = textOf(record['authDeniedReason']) !== undefined;
  const status = scalarNumber(record['responseCode'] || Number.NaN);
  const protocol = textOf(record['protocol']);
  const isHttp = path !== undefined || textOf(record['requestMethod']) !== undefined;
  const duration: unknown = record['duration'];
  const principal = textOf(record['callerPrincipal']) ?? textOf(record['resolvedUser']);
  return {
    category: isHttp ? ['web', 'network'] : ['network'],
    type: [isHttp ? 'access' : 'connection', isDenied ? 'denied' : 'allowed'],
    outcome: isDenied || status >= 400 || textOf(record['failureReason']) !== undefined ? 'failure' : 'success',
    nanoseconds: typeof duration === 'number' ? duration * 1e6 : undefined,
    account: arn.account,
    region: arn.region,
    source: splitAddress(textOf(record['sourceIpPort'])),
    destination: splitAddress(
      textOf(record['targetIpPort']) ?? textOf(record['resourceIpPort']) ?? textOf(record['destinationIpPort']),
    ),
    gateway: splitAddress(textOf(record['gatewayIpPort'])),
    // 0 where no response was sent.
    status: status > 0 ? status : undefined,
    httpVersion: /^HTTP\/(\d(?:\.\d)?)$/.exec(protocol ?? '')?.[1],
    protocol: isHttp ? 'http' : protocol === 'tcp' ? undefined : protocol?.toLowerCase(),
    host: hostName(textOf(record['hostHeader'])),
    target: path,
    ...splitQuery(path),
    tlsVersion: tlsVersion(record['tlsVersion']),
    user: principal === 'Unknown' ? undefined : principal,
  };
}

/** Without the port; an IPv6 address stands in brackets. */
function hostName(host: string | undefined): string | undefined {
  return host?.replace(/:\d{1,5}$/, '').replace(/^\[|\]$/g, '');
}
