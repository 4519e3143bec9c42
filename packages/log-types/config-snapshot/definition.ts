import { type DeriveContext, defineLogType, normalizeIso8601, type RawRecord } from '@siem/log-type';
import { deriveConfigFacts } from '../shared/config/derive.ts';
import { configItems } from '../shared/config/mapping.ts';
import { makeConfigurationOneType } from '../shared/config/one-type.ts';

const timeOfSnapshot = /_(\d{8}T\d{6}Z)_/;

/** AWS Config configuration snapshots: all resources as they were at the time that the key names. */
export default defineLogType({
  ...configItems,
  name: 'config-snapshot',
  title: 'AWS Config configuration snapshot',
  source: 'https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html',
  keys: [/_ConfigSnapshot_/],
  priority: 50,
  // No `content`: the items are those of config-history, which an unknown key gives.
  exampleKey:
    'AWSLogs/111122223333/Config/eu-west-1/2026/1/30/ConfigSnapshot/111122223333_Config_eu-west-1_ConfigSnapshot_20260130T100506Z_0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9.json.gz',
  textFields: ['configuration.EventPattern.source'],
  timestamp: [
    { from: '@key', format: 'iso8601' },
    { from: 'configurationItemCaptureTime', format: 'iso8601' },
  ],
  derive(record: RawRecord, context: DeriveContext) {
    makeConfigurationOneType(record, context.raw);
    const text = timeOfSnapshot.exec(context.key)?.[1];
    const timestamp = text === undefined ? undefined : normalizeIso8601(text);
    return { ...deriveConfigFacts(record, 'config-snapshot', timestamp), timestamp };
  },
});
