import { type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { clientCertificate, verifyStatus } from '../shared/client-certificate.ts';
import { tlsVersion } from '../shared/tls-version.ts';

/** TLS connections to an Application Load Balancer: a record each, whether a request followed or not. */
export default defineLogType({
  name: 'alb-connection',
  title: 'Application Load Balancer connection logs',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html',
  keys: [/(?:^|\/)conn_log[._][^/]*elasticloadbalancing_[^/]*\.log(?:\.gz)?$/],
  exampleKey:
    'AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2026/01/30/conn_log.111122223333_elasticloadbalancing_eu-west-1_app.shop.1a2b3c4d5e6f7a8b_20260130T1005Z_192.0.2.10_2soosksi.log.gz',
  // The rest of the key is that of an access log.
  priority: 90,
  content: { text: /^\d{4}-\d\d-\d\dT[\d:.]+Z [\da-f.:]{2,45} \d{1,5} \d{1,5} \S{1,20} \S{1,80} [-\d.]{1,12} "/ },
  index: 'log-aws-elb',
  format: {
    kind: 'columns',
    delimiter: ' ',
    quotes: 'double',
    header: [
      'timestamp',
      'client_ip',
      'client_port',
      'listener_port',
      'tls_protocol',
      'tls_cipher',
      'tls_handshake_latency',
      '"leaf_client_cert_subject',
      'leaf_client_cert_validity',
      'leaf_client_cert_serial_number',
      'tls_verify_status',
      'conn_trace_id',
      'tls_keyexchange',
    ],
    minColumns: 6,
  },
  fields: {
    timestamp: 'date',
    client_ip: 'keyword',
    client_port: 'long',
    listener_port: 'long',
    tls_handshake_latency: 'double',
  },
  timestamp: { from: 'timestamp', format: 'iso8601' },
  derive(record: RawRecord): Derived {
    const status = verifyStatus(record['tls_verify_status']);
    const isEstablished = record['tls_protocol'] !== undefined && record['tls_protocol'] !== '-';
    return {
      ...clientCertificate(record['leaf_client_cert_subject'], record['leaf_client_cert_validity']),
      ...status,
      protocol: isEstablished ? 'tls' : undefined,
      version: tlsVersion(record['tls_protocol']),
      established: isEstablished && status.outcome !== 'failure',
      nanoseconds: Math.round(Number(record['tls_handshake_latency']) * 1e9) || undefined,
    };
  },
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': { value: ['network'] },
    'event.type': '$eventType',
    'event.outcome': '$outcome',
    'event.reason': '$reason',
    'event.duration': '$nanoseconds',
    'network.protocol': '$protocol',
    'network.transport': { value: 'tcp' },
    'source.address': 'client_ip',
    'source.ip': 'client_ip',
    'source.port': 'client_port',
    'destination.port': 'listener_port',
    'tls.cipher': 'tls_cipher',
    'tls.version': '$version',
    'tls.version_protocol': '$protocol',
    'tls.curve': 'tls_keyexchange',
    'tls.established': '$established',
    'tls.client.subject': 'leaf_client_cert_subject',
    'tls.client.not_before': '$notBefore',
    'tls.client.not_after': '$notAfter',
    'tls.client.x509.serial_number': 'leaf_client_cert_serial_number',
    'tls.client.x509.subject.common_name': '$commonName',
    'user.name': '$commonName',
    'related.ip': { all: ['client_ip'] },
    'related.user': { all: ['$commonName'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
