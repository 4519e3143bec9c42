import { type DeriveContext, defineLogType, normalizeIso8601, type RawRecord } from '@siem/log-type';
import { deriveConfigFacts } from '../shared/config/derive.ts';
import { configEcs, configItems } from '../shared/config/mapping.ts';
import { unwrapItem } from '../shared/config/notification.ts';
import { makeConfigurationOneType } from '../shared/config/one-type.ts';

/** Changes of compliance that AWS Config rules found, sent by EventBridge, and what else a rule for AWS Config lets in. */
export default defineLogType({
  name: 'config-rules',
  title: 'AWS Config rules',
  source: 'https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html',
  keys: [/Config.*Rules/],
  // The pattern is so wide that keys of other log types fit it.
  priority: 120,
  exampleKey:
    'AWSLogs/111122223333/Config/eu-west-1/Rules/2026/01/30/10/siem-config-rules-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { json: ['configRuleName', 'newEvaluationResult', 'resourceType'] },
  index: 'log-aws-config',
  format: { kind: 'json' },
  fields: configItems.fields,
  timestamp: [
    { from: 'notificationCreationTime', format: 'iso8601' },
    { from: '@envelope', format: 'iso8601' },
  ],
  derive(record: RawRecord, context: DeriveContext) {
    if (unwrapItem(record)) makeConfigurationOneType(record, JSON.stringify(record));
    const isCompliance = (record['messageType'] ?? 'ComplianceChangeNotification') === 'ComplianceChangeNotification';
    const created: unknown = record['notificationCreationTime'] ?? context.meta.envelopeTime;
    const time = typeof created === 'string' ? normalizeIso8601(created) : undefined;
    return { ...deriveConfigFacts(record, 'config-rules', time), kind: isCompliance ? 'alert' : 'event' };
  },
  ecs: {
    ...configEcs,
    'event.kind': '$kind',
    'event.type': { value: ['change'] },
    'event.action': 'messageType',
    'event.outcome': {
      from: 'newEvaluationResult.complianceType',
      map: {
        COMPLIANT: 'success',
        NON_COMPLIANT: 'failure',
        INSUFFICIENT_DATA: 'unknown',
        NOT_APPLICABLE: 'unknown',
      },
    },
    'rule.id': 'configRuleARN',
    'rule.name': 'configRuleName',
  },
});
