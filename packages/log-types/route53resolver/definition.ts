import { defineLogType, isIpAddress, type RawRecord } from '@siem/log-type';
import { own } from '../shared/json-values.ts';

/** Route 53 Resolver query logs, with what DNS Firewall did, and DNS Firewall's own events of EventBridge. */
export default defineLogType({
  name: 'route53resolver',
  title: 'Amazon Route 53 Resolver query logs and DNS Firewall events',
  source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html',
  keys: [/vpcdnsquerylogs/, /(?:^|[/_-])(?:route53-?resolver|dns-?firewall)(?:[/_-]|$)/i],
  exampleKey:
    'AWSLogs/111122223333/vpcdnsquerylogs/vpc-0a1b2c3d/2026/01/30/vpc-0a1b2c3d_vpcdnsquerylogs_111122223333_20260130T1005Z_1a2b3c4d.log.gz',
  content: {
    json: [
      ['query_name', 'query-name'],
      ['query_type', 'query-type'],
      ['query_timestamp', 'last-observed-at'],
      ['rcode', 'firewall-rule-action'],
    ],
  },
  index: 'log-aws-r53resolver',
  format: { kind: 'json' },
  fields: { srcport: 'long' },
  timestamp: [
    { from: 'query_timestamp', format: 'iso8601' },
    { from: '@envelope', format: 'iso8601' },
  ],
  derive(record: RawRecord) {
    if (record['query-name'] !== undefined) renameEventMembers(record);
    const answers: unknown[] = Array.isArray(record['answers']) ? record['answers'] : [];
    const first = answers[0] as RawRecord | undefined;
    return {
      question: withoutDot(record['query_name']),
      answer: withoutDot(first?.['Rdata']),
      addresses: addressesOf(answers),
      instance: record['srcids']?.instance ?? record['instance'],
      list: record['firewall_domain_list_id'] ?? record['firewall_protection'],
    };
  },
  ecs: {
    // What a firewall rule names is worth a look, whether it was blocked or not.
    'event.kind': { from: 'firewall_rule_action', map: { ALERT: 'alert', BLOCK: 'alert' }, default: 'event' },
    'event.category': { value: ['network'] },
    'event.type': {
      from: 'firewall_rule_action',
      map: { ALERT: ['protocol', 'allowed'], ALLOW: ['protocol', 'allowed'], BLOCK: ['protocol', 'denied'] },
      default: ['protocol'],
    },
    'event.action': 'firewall_rule_action',
    'event.outcome': {
      from: 'rcode',
      map: { NOERROR: 'success' },
      default: 'failure',
      when: { from: 'rcode', is: true },
    },
    'cloud.account.id': ['@account', 'account_id'],
    'cloud.region': ['region', '@region'],
    'cloud.instance.id': '$instance',
    'dns.question.name': '$question',
    'dns.question.type': 'query_type',
    'dns.question.class': 'query_class',
    'dns.response_code': 'rcode',
    // The first answer, as in existing indexes; `answers` keeps all of them.
    'dns.answers.class': 'answers.0.Class',
    'dns.answers.data': '$answer',
    'dns.answers.type': 'answers.0.Type',
    'dns.resolved_ip': '$addresses',
    'network.protocol': { value: 'dns' },
    'network.transport': { from: 'transport', transform: 'lowercase' },
    'source.address': 'srcaddr',
    'source.ip': 'srcaddr',
    'source.port': 'srcport',
    'rule.id': 'firewall_rule_group_id',
    'rule.ruleset': '$list',
    'related.ip': { all: ['srcaddr'] },
    'related.hosts': { all: ['$question'] },
  },
  threat: { ip: ['dns.answers.data'], domain: ['dns.question.name'] },
});

/** Events name their members as query logs do, but with hyphens. */
function renameEventMembers(record: RawRecord): void {
  for (const [name, value] of Object.entries(record)) {
    if (!name.includes('-')) continue;
    record[name] = undefined;
    record[own(eventMembers, name) ?? name.replaceAll('-', '_')] = value;
  }
  const resources: unknown[] = Array.isArray(record['resources']) ? record['resources'] : [];
  for (const resource of resources as RawRecord[]) record['instance'] ??= resource?.['instance-details']?.id;
}

const eventMembers: Readonly<Record<string, string>> = {
  'last-observed-at': 'query_timestamp',
  'src-addr': 'srcaddr',
  'src-port': 'srcport',
};

function withoutDot(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  let end = name.length;
  while (end > 0 && name.charCodeAt(end - 1) === 46) end--;
  return name.slice(0, end);
}

function addressesOf(answers: readonly unknown[]): string[] | undefined {
  const addresses = answers.flatMap((answer) => {
    const data: unknown = (answer as RawRecord | undefined)?.['Rdata'];
    return typeof data === 'string' && isIpAddress(data) ? [data] : [];
  });
  return addresses.length === 0 ? undefined : addresses;
}
