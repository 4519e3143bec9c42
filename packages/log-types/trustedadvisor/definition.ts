import { defineLogType } from '@siem/log-type';
import { deriveTrustedAdvisor } from './derive.ts';

/**
 * Trusted Advisor checks: results with one flagged resource each, as a scheduled DescribeTrustedAdvisorCheckResult
 * call writes them, and refresh notifications of EventBridge.
 */
export default defineLogType({
  name: 'trustedadvisor',
  title: 'AWS Trusted Advisor',
  source: 'https://docs.aws.amazon.com/awssupport/latest/user/cloudwatch-events-ta.html',
  keys: [/\/TrustedAdvisor\//],
  exampleKey: 'AWSLogs/111122223333/TrustedAdvisor/eu-west-1/2026/01/30/trustedadvisor_20260130T100506Z.json.gz',
  content: {
    json: [
      ['check.id', 'check-name'],
      ['result.checkId', 'check-item-detail'],
    ],
  },
  index: 'log-aws-trustedadvisor',
  format: { kind: 'json' },
  prefix: 'trustedadvisor',
  fields: {
    'trustedadvisor.creation_date': 'date',
    'trustedadvisor.check.description': 'text',
    'trustedadvisor.check-item-detail': 'flat_object',
    'trustedadvisor.result.timestamp': 'date',
  },
  timestamp: [
    { from: 'creation_date', format: 'iso8601' },
    { from: '@envelope', format: 'iso8601' },
    { from: 'result.timestamp', format: 'iso8601' },
  ],
  derive: deriveTrustedAdvisor,
  ecs: {
    'event.kind': '$kind',
    'event.category': '$category',
    'event.type': { value: ['info'] },
    'event.module': { value: 'trustedadvisor' },
    'event.outcome': '$outcome',
    'cloud.region': '$region',
    'cloud.instance.id': '$instanceId',
    'cloud.service.name': '$service',
    'rule.id': ['check.id', 'result.checkId'],
    'rule.name': ['check.name', 'check-name'],
    'rule.category': 'check.category',
    'related.hosts': { all: ['$instanceId'] },
    'related.ip': { all: ['$ips'] },
  },
});
