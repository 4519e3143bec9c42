import { defineLogType, type RawRecord } from '@siem/log-type';
import cloudtrail from '../cloudtrail/definition.ts';
import { deriveCloudTrail } from '../cloudtrail/derive.ts';
import { rowToEvent } from './row.ts';

/**
 * Results of CloudTrail Lake queries that are saved to S3: CSV with the columns that the query names. Events that a trail
 * delivers too have the same id and index, so that each is there once.
 */
export default defineLogType({
  ...cloudtrail,
  name: 'cloudtrail-lake',
  title: 'AWS CloudTrail Lake query results',
  source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-download-cloudtrail-lake-query-results.html',
  keys: [/CloudTrail-Lake\/Query\//],
  exampleKey:
    'AWSLogs/111122223333/CloudTrail-Lake/Query/2026/01/30/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9/result_1.csv.gz',
  // Proves that results were not changed.
  ignoredKeys: [/\/result_sign\.json$/],
  content: {
    header: [
      ['eventID', 'eventid', 'eventJson', 'eventjson'],
      ['eventTime', 'eventtime', 'eventJson', 'eventjson'],
    ],
  },
  format: {
    kind: 'columns',
    delimiter: ',',
    header: 'file',
    dialect: 'csv',
    asObjects: true,
  },
  fields: { ...cloudtrail.fields, eventData: 'flat_object' },
  timestamp: [
    { from: 'eventTime', format: 'iso8601' },
    { from: 'timeWindow.windowEnd', format: 'iso8601' },
    { from: '@key', format: 'iso8601' },
  ],
  derive(record: RawRecord) {
    const tellsErrors = rowToEvent(record);
    const derived = deriveCloudTrail(record);
    return tellsErrors ? derived : { ...derived, outcome: undefined };
  },
});
