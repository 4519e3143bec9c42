import type { IndexPattern } from './model.ts';

type More = Partial<Pick<IndexPattern, 'timeField' | 'rawFields' | 'formats'>>;

/** @param index without its date; the pattern also takes siblings (`…_01-2026-01`), rollover indexes and data streams */
function pattern(index: string, templates: readonly string[], more: More = {}): IndexPattern {
  return {
    id: `siem-${index === 'log' ? 'log-all' : index}`,
    title: index === 'log' ? 'log-*' : `${index}*`,
    timeField: '@timestamp',
    templates,
    rawFields: {},
    formats: {},
    ...more,
  };
}

function keywords(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, 'keyword']));
}

/** Every log; lists what log types have in common. */
export const allLogs = pattern('log', ['siem-log'], {
  formats: { 'network.bytes': 'bytes', 'source.bytes': 'bytes', 'destination.bytes': 'bytes' },
  rawFields: {
    // Raw fields of flow logs and CloudTrail that the hunting dashboard counts.
    ...keywords('action', 'eventName', 'errorCode', 'resources.ARN'),
    'additionalEventData.bytesTransferredIn': 'long',
    'additionalEventData.bytesTransferredOut': 'long',
  },
});

export const clientVpn = pattern('log-aws-clientvpn', ['siem-log-aws-clientvpn'], {
  rawFields: keywords(
    'clientvpn.client-vpn-endpoint-id',
    'clientvpn.common-name',
    'clientvpn.connection-attempt-failure-reason',
    'clientvpn.connection-attempt-status',
    'clientvpn.connection-end-time',
    'clientvpn.connection-id',
    'clientvpn.connection-last-update-time',
    'clientvpn.connection-log-type',
    'clientvpn.connection-start-time',
    'clientvpn.device-ip',
    'clientvpn.device-type',
    'clientvpn.username',
  ),
});

export const cloudFront = pattern('log-aws-cloudfront', ['siem-log-aws-cloudfront'], {
  formats: { time_taken: 'seconds' },
});

export const cloudHsm = pattern('log-aws-cloudhsm', ['siem-log-aws-cloudhsm']);

export const cloudTrail = pattern('log-aws-cloudtrail', ['siem-log-aws-cloudtrail'], {
  rawFields: {
    ...keywords(
      'errorCode',
      'errorMessage',
      'eventName',
      'eventSource',
      'eventType',
      'recipientAccountId',
      'resources.ARN',
      'tlsDetails.tlsVersion',
      'userIdentity.arn',
      'userIdentity.type',
    ),
  },
});

export const elb = pattern('log-aws-elb', ['siem-log-aws-elb']);

export const guardDuty = pattern('log-aws-guardduty', ['siem-log-aws-guardduty'], {
  rawFields: keywords(
    'resource.eksClusterDetails.name',
    'resource.instanceDetails.instanceId',
    'resource.resourceType',
    'resource.s3BucketDetails.name',
    'service.ebsVolumeScanDetails.scanDetections.threatDetectedByName.threatNames.name',
    'title',
    'type',
  ),
});

export const indexMetrics = pattern('metrics-opensearch-index', ['siem-metrics-opensearch-index'], {
  rawFields: keywords(
    'metricset.name',
    'opensearch.index.index_status',
    'opensearch.index.name',
    'opensearch.index.status',
    'opensearch.index.storage_tier',
    'opensearch.shard.source_node.uuid',
    'opensearch.shard.source_node.name',
  ),
});

export const ocsf = pattern('log-ocsf', ['siem-log-ocsf'], {
  rawFields: {
    ...keywords(
      'activity_name',
      'api.operation',
      'api.response.error',
      'api.service.name',
      'class_name',
      'disposition',
      'metadata.product.name',
      'status',
      'status_code',
    ),
  },
});

export const rds = pattern('log-aws-rds', ['siem-log-aws-rds-mysql', 'siem-log-aws-rds-postgresql']);

export const s3AccessLog = pattern('log-aws-s3accesslog', ['siem-log-aws-s3accesslog']);

export const securityHub = pattern('log-aws-securityhub', ['siem-log-aws-securityhub'], {
  rawFields: keywords(
    'Compliance.Status',
    'GeneratorId',
    'RecordState',
    'Severity.Label',
    'Title',
    'Types',
    'Workflow.Status',
  ),
});

export const vpcFlowLogs = pattern('log-aws-vpcflowlogs', ['siem-log-aws-vpcflowlogs'], {
  rawFields: keywords('az_id', 'flow_direction', 'instance_id', 'subnet_id'),
});

export const waf = pattern('log-aws-waf', ['siem-log-aws-waf'], {
  rawFields: keywords(
    'action',
    'httpRequest.clientIp',
    'httpRequest.country',
    'httpRequest.httpMethod',
    'httpRequest.httpVersion',
    'httpRequest.uri',
    'httpSourceName',
    'terminatingRuleId',
    'terminatingRuleType',
  ),
});

export const web = pattern('log-web', ['siem-log-web-apache', 'siem-log-web-nginx']);

export const workSpaces = pattern('log-aws-workspaces', ['siem-log-aws-workspaces'], {
  rawFields: keywords('ConnectionState', 'State', 'WorkspaceId', 'actionType', 'clientPlatform'),
});

/** What the worker did with each S3 object. */
export const ledger = pattern('siem-ledger', ['siem-ledger'], { timeField: 'finished_at' });

/** Alerts that OpenSearch Alerting raised; its own index, which no template of ours describes. */
export const alerts: IndexPattern = {
  id: 'siem-alerting-alerts',
  title: '.opendistro-alerting-alert*',
  timeField: 'start_time',
  templates: [],
  rawFields: {
    start_time: 'date',
    end_time: 'date',
    last_notification_time: 'date',
    acknowledged_time: 'date',
    monitor_id: 'keyword',
    state: 'keyword',
    severity: 'keyword',
    // Alerting maps names as text with a keyword beside it.
    'monitor_name.keyword': 'keyword',
    'trigger_name.keyword': 'keyword',
  },
  formats: {},
};
