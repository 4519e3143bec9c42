import { defineLogType } from '@siem/log-type';
import { deriveCloudTrail } from './derive.ts';
import { textFields } from './field-types.ts';

/** CloudTrail management, data, network activity and Insights events, and what it counts of data events. */
export default defineLogType({
  name: 'cloudtrail',
  title: 'AWS CloudTrail',
  source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html',
  keys: [
    /CloudTrail\//,
    /CloudTrail-Insight\//,
    /CloudTrail-NetworkActivity\//,
    /CloudTrail-Aggregated\//,
    /CloudTrail-Digest\//,
  ],
  exampleKey:
    'AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-west-1/2026/01/30/111122223333_CloudTrail_eu-west-1_20260130T1005Z_Xy12Zw34Ab56Cd78.json.gz',
  // Digests prove that logs were not changed; they hold no events.
  ignoredKeys: [/CloudTrail-Digest\//],
  content: {
    json: [
      ['eventVersion', 'CloudTrailEvent'],
      ['eventSource', 'insightDetails.eventSource', 'EventSource'],
      ['eventName', 'insightDetails.eventName', 'summary.primaryDimension', 'EventName'],
      ['eventTime', 'timeWindow.windowEnd', 'EventTime'],
    ],
  },
  index: 'log-aws-cloudtrail',
  // `Events` in what the API answers.
  format: { kind: 'json', records: ['Records', 'Events'] },
  fields: {
    eventTime: 'date',
    requestParameters: 'flat_object',
    responseElements: 'flat_object',
    // An object, since what S3 says of transferred bytes is added up; requests and responses are flat and only searched.
    'additionalEventData.bytesTransferredIn': 'long',
    'additionalEventData.bytesTransferredOut': 'long',
    serviceEventDetails: 'flat_object',
    insightDetails: 'flat_object',
    summary: 'flat_object',
    'timeWindow.windowStart': 'date',
    'timeWindow.windowEnd': 'date',
  },
  textFields,
  id: { from: 'eventID' },
  timestamp: [
    { from: 'eventTime', format: 'iso8601' },
    { from: 'timeWindow.windowEnd', format: 'iso8601' },
  ],
  derive: deriveCloudTrail,
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': { value: ['iam'] },
    'event.type': '$eventType',
    'event.module': 'eventSource',
    'event.provider': ['eventSource', 'insightDetails.eventSource'],
    'event.action': ['eventName', 'insightDetails.eventName', '$action'],
    'event.outcome': '$outcome',
    'event.start': 'timeWindow.windowStart',
    'event.end': 'timeWindow.windowEnd',
    'rule.name': ['eventName', 'insightDetails.eventName', '$action'],
    'error.code': ['errorCode', 'insightDetails.errorCode'],
    'error.message': 'errorMessage',
    'cloud.account.id': ['recipientAccountId', 'accountId'],
    'cloud.region': 'awsRegion',
    'cloud.instance.id': '$instanceId',
    'source.address': 'sourceIPAddress',
    'source.ip': 'sourceIPAddress',
    // Of calls to IAM: whom they are about.
    'group.name': '$target.groupName',
    'user.id': ['userIdentity.accessKeyId', 'userIdentity.onBehalfOf.userId'],
    'user.name': '$userName',
    'user.target.name': '$target.userName',
    'user_agent.original': 'userAgent',
    'tls.cipher': 'tlsDetails.cipherSuite',
    'tls.client.server_name': 'tlsDetails.clientProvidedHostHeader',
    'tls.version': '$tlsVersion',
    'related.ip': { all: ['sourceIPAddress', '$ips'] },
    'related.user': { all: ['$userName'] },
    'related.hosts': { all: ['$instanceId', '$clusterId', '$hsmId'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
