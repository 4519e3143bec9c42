import { type DeriveContext, defineLogType, normalizeIso8601, type RawRecord } from '@siem/log-type';
import { deriveConfigFacts } from '../shared/config/derive.ts';
import { configItems } from '../shared/config/mapping.ts';
import { unwrapItem } from '../shared/config/notification.ts';
import { makeConfigurationOneType } from '../shared/config/one-type.ts';

/** AWS Config configuration history: every state that resources of one type had in some hours; changes too big for SNS. */
export default defineLogType({
  ...configItems,
  name: 'config-history',
  title: 'AWS Config configuration history',
  source: 'https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html',
  keys: [/_ConfigHistory_/, /\/Config\/.*\/OversizedChangeNotification\//],
  // Keys name the resource type, e.g. AWS::SecurityHub::Hub, which other log types would take for theirs.
  priority: 50,
  exampleKey:
    'AWSLogs/111122223333/Config/eu-west-1/2026/1/30/ConfigHistory/111122223333_Config_eu-west-1_ConfigHistory_AWS::EC2::Instance_20260130T100506Z_20260130T100506Z_1.json.gz',
  content: {
    json: [
      // The API's items have a plain `version`.
      ['configurationItemVersion', 'configurationItem.configurationItemVersion', 'configurationStateId'],
      ['configurationItemCaptureTime', 'configurationItem.configurationItemCaptureTime'],
      ['resourceType', 'configurationItem.resourceType'],
      ['resourceId', 'configurationItem.resourceId'],
    ],
  },
  timestamp: [
    { from: 'configurationItemCaptureTime', format: 'iso8601' },
    { from: '@key', format: 'iso8601' },
  ],
  derive(record: RawRecord, context: DeriveContext) {
    const isNotification = unwrapItem(record);
    makeConfigurationOneType(record, isNotification ? JSON.stringify(record) : context.raw);
    const captured = record['configurationItemCaptureTime'];
    return deriveConfigFacts(
      record,
      'config-history',
      typeof captured === 'string' ? normalizeIso8601(captured) : undefined,
    );
  },
});
