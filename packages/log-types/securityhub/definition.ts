import { type DeriveContext, type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { deriveOcsf } from '../shared/ocsf/derive.ts';
import { ocsfEcs, ocsfLogType } from '../shared/ocsf/mapping.ts';
import { deriveAsff } from './asff.ts';

/**
 * Findings in the AWS Security Finding Format; those of the newer OCSF form, which go where OCSF findings go; results
 * of insights, which are no findings but counts of them.
 */
function derive(record: RawRecord, context: DeriveContext): Derived {
  if (record['class_uid'] !== undefined && record['metadata'] !== undefined) {
    return { ...deriveOcsf(record), module: 'security hub' };
  }
  if (record['insightArn'] === undefined) return deriveAsff(record, context);
  return { module: 'security hub', kind: 'metric', category: ['intrusion_detection'], action: record['actionName'] };
}

/** Security Hub findings, custom actions and insight results, sent by EventBridge. */
export default defineLogType({
  name: 'securityhub',
  title: 'AWS Security Hub',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html',
  keys: [/SecurityHub|securityhub/],
  exampleKey:
    'AWSLogs/111122223333/SecurityHub/eu-west-1/2026/01/30/10/siem-securityhub-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  // Of OCSF findings those in an event of EventBridge; alone they are ocsf-json's.
  content: {
    json: [
      ['SchemaVersion', 'metadata.version'],
      ['ProductArn', 'metadata.product'],
      ['AwsAccountId', 'finding_info.uid'],
      ['GeneratorId', 'class_uid'],
    ],
  },
  index: 'log-aws-securityhub',
  // `Findings` in what the API answers.
  format: { kind: 'json', records: ['findings', 'Findings'] },
  textFields: ocsfLogType.textFields,
  fields: {
    CreatedAt: 'date',
    UpdatedAt: 'date',
    ProcessedAt: 'date',
    Description: 'text',
    Confidence: 'long',
    Criticality: 'long',
    'Severity.Normalized': 'long',
    'Severity.Product': 'double',
    insightResults: 'flat_object',
    ProductFields: 'flat_object',
    Resources: 'flat_object',
    Vulnerabilities: 'flat_object',
  },
  id: { from: 'Id' },
  timestamp: [
    { from: '@envelope', format: 'iso8601' },
    { from: 'UpdatedAt', format: 'iso8601' },
    { from: 'time', format: 'epoch' },
  ],
  derive,
  ecs: {
    ...ocsfEcs,
    cwe_timestamp: '@envelope',
    'event.kind': '$kind',
    'event.module': '$module',
    'event.category': '$category',
    'event.type': { value: ['info'] },
    'event.action': ['$action', 'activity_name'],
    'event.provider': ['ProductName', 'metadata.product.name'],
    'event.severity': ['Severity.Product', 'severity_id'],
    'event.risk_score_norm': 'Severity.Normalized',
    'cloud.account.id': ['AwsAccountId', 'cloud.account.uid'],
    'cloud.region': ['Resources.0.Region', 'Region'],
    'destination.address': ['$destination.address', '$destination.ip'],
    'destination.nat.ip': '$destination.natIp',
    'dns.question.name': [
      'ProductFields.aws/guardduty/service/action/dnsRequestAction/domain',
      'Action.DnsRequestAction.Domain',
    ],
    'network.direction': '$direction',
    'rule.id': ['$ruleId', 'compliance.control', 'finding_info.types'],
    'rule.name': ['$ruleName', 'insightName', 'finding_info.title'],
    'rule.description': ['Description', 'finding_info.desc'],
    'source.address': ['$source.address', '$source.ip'],
    'source.nat.ip': '$source.natIp',
    'user.id': ['$userId', 'actor.user.credential_uid'],
    'vulnerability.id': ['$vulnerability.id', 'Vulnerabilities.0.Id'],
    'vulnerability.score.base': ['$vulnerability.score', 'Vulnerabilities.0.Cvss.0.BaseScore'],
    'vulnerability.score.version': ['$vulnerability.scoreVersion', 'Vulnerabilities.0.Cvss.0.Version'],
    'related.hosts': { all: ['$instanceId'] },
    'related.ip': { all: ['$source.ip', '$source.natIp', '$destination.ip', '$destination.natIp', '$ips'] },
    'related.user': { all: ['$userId', '$userName'] },
    // Names that existing dashboards use.
    ThreatPurpose: '$findingType.ThreatPurpose',
    ResourceTypeAffected: '$findingType.ResourceTypeAffected',
    ThreatFamilyName: '$findingType.ThreatFamilyName',
    DetectionMechanism: '$findingType.DetectionMechanism',
    Artifact: '$findingType.Artifact',
    consolidated_controls_view: '$controlsView',
    consolidated_control_findings: '$controlFindings',
  },
  geoip: ['source', 'destination'],
  threat: { ip: ['source.ip', 'destination.ip'], domain: ['dns.question.name'] },
});
