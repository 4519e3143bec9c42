import { defineLogType, type RawRecord } from '@siem/log-type';
import { ipVersion } from '../shared/ip-version.ts';

/** Queries that Route 53 answered for public hosted zones, through CloudWatch Logs. Not the resolver of a VPC. */
export default defineLogType({
  name: 'route53',
  title: 'Amazon Route 53 public DNS query logs',
  source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html',
  keys: [/(?:^|\/)Route53\//, /(?:^|[/_-])route53[/_-](?:public|query|dns|zone)/i],
  exampleKey:
    'AWSLogs/111122223333/Route53/us-east-1/2026/01/30/10/siem-route53-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: {
    text: /^\d\.\d \d{4}-\d\d-\d\dT[\d:.]+Z Z[0-9A-Z]{5,32} \S{1,255} [A-Z0-9]{1,10} [A-Z0-9]{3,10} (?:UDP|TCP) /,
  },
  index: 'log-aws-route53',
  format: {
    kind: 'columns',
    delimiter: ' ',
    header: [
      'log_format_version',
      'query_timestamp',
      'hosted_zone_id',
      'query_name',
      'query_type',
      'response_code',
      'layer4_protocol',
      'edge_location',
      'resolver_ip',
      'edns_client_subnet',
    ],
    minColumns: 9,
  },
  fields: { query_timestamp: 'date', resolver_ip: 'keyword' },
  timestamp: [
    { from: 'query_timestamp', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive: (record: RawRecord) => ({ question: withoutDot(record['query_name']) }),
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': { value: ['network'] },
    'event.type': { value: ['protocol'] },
    'event.action': { value: 'dns-query' },
    'event.outcome': { from: 'response_code', map: { NOERROR: 'success' }, default: 'failure' },
    'cloud.region': { value: 'global' },
    'dns.question.name': '$question',
    'dns.question.type': 'query_type',
    'dns.response_code': 'response_code',
    'network.protocol': { value: 'dns' },
    'network.transport': { from: 'layer4_protocol', transform: 'lowercase' },
    'network.iana_number': { from: 'layer4_protocol', map: { TCP: '6', UDP: '17' } },
    'network.type': (record) => ipVersion(record['resolver_ip']),
    'source.address': 'resolver_ip',
    'source.ip': 'resolver_ip',
    'related.hosts': { all: ['$question'] },
    'related.ip': { all: ['resolver_ip'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'], domain: ['dns.question.name'] },
});

function withoutDot(name: unknown): unknown {
  return typeof name === 'string' && name.length > 1 && name.endsWith('.') ? name.slice(0, -1) : name;
}
