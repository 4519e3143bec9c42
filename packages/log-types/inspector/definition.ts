import { defineLogType } from '@siem/log-type';
import { deriveInspector } from './derive.ts';

/** Amazon Inspector (v2) findings: sent by EventBridge, or exported as a report. */
export default defineLogType({
  name: 'inspector',
  title: 'Amazon Inspector findings',
  source: 'https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html',
  keys: [/Inspector2_Finding/],
  exampleKey:
    'AWSLogs/111122223333/Inspector2/Inspector2_Finding/eu-west-1/2026/01/30/10/siem-inspector-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { json: ['findingArn', 'type', 'status', 'severity'] },
  index: 'log-aws-inspector',
  format: { kind: 'json', records: 'findings' },
  prefix: 'inspector',
  fields: {
    'inspector.inspectorScore': 'double',
    'inspector.inspectorScoreDetails.adjustedCvss.score': 'double',
    'inspector.epss.score': 'double',
    'inspector.description': 'text',
    'inspector.packageVulnerabilityDetails': 'flat_object',
    'inspector.codeVulnerabilityDetails': 'flat_object',
    'inspector.resources': 'flat_object',
  },
  timestamp: [
    // derive() reads it, in all its forms, since ids have it too.
    { from: 'updatedAt', format: 'iso8601' },
    { from: '@envelope', format: 'iso8601' },
    // Reports and the API leave out when a finding was last changed where it never was.
    { from: 'lastObservedAt', format: '%b %d, %Y, %I:%M:%S %p' },
    { from: 'lastObservedAt', format: 'iso8601' },
    { from: 'lastObservedAt', format: 'epoch' },
    { from: 'firstObservedAt', format: '%b %d, %Y, %I:%M:%S %p' },
    { from: 'firstObservedAt', format: 'iso8601' },
    { from: 'firstObservedAt', format: 'epoch' },
  ],
  derive: deriveInspector,
  // Scans resources of other clouds too, so the finding says which.
  cloudProvider: false,
  ecs: {
    'cloud.provider': '$cloud.provider',
    'cloud.account.id': '$cloud.account',
    'cloud.region': '$cloud.region',
    'event.action': '$action',
    'event.kind': '$kind',
    'event.category': { value: ['vulnerability'] },
    'event.type': { value: ['info'] },
    'event.id': 'findingArn',
    'cloud.instance.id': '$host',
    'container.image.hash.all': [
      'resources.0.details.awsEcrContainerImage.imageHash',
      'resources.0.details.image.imageDigest',
    ],
    'container.image.name': [
      'resources.0.details.awsEcrContainerImage.repositoryName',
      'resources.0.details.image.repositoryName',
    ],
    'container.image.tag': [
      'resources.0.details.awsEcrContainerImage.imageTags',
      'resources.0.details.image.imageTags',
    ],
    'faas.id': '$function.id',
    'faas.name': '$function.name',
    'faas.version': '$function.version',
    'file.name': 'codeVulnerabilityDetails.filePath.fileName',
    'file.path': 'codeVulnerabilityDetails.filePath.filePath',
    'package.name': 'packageVulnerabilityDetails.vulnerablePackages.0.name',
    'package.version': 'packageVulnerabilityDetails.vulnerablePackages.0.version',
    'rule.id': '$ruleId',
    'rule.name': 'title',
    'rule.category': { value: 'vulnerability' },
    'vulnerability.category': {
      all: [
        'type',
        'resources.0.details.awsEc2Instance.platform',
        'resources.0.details.awsEcrContainerImage.platform',
        // Of any cloud; AWS' own have both.
        'resources.0.details.vm.platform',
        'resources.0.details.image.platform',
        'resources.0.type',
      ],
    },
    'vulnerability.description': '$description',
    'vulnerability.id': 'packageVulnerabilityDetails.vulnerabilityId',
    'vulnerability.reference': [
      'packageVulnerabilityDetails.referenceUrls',
      'packageVulnerabilityDetails.sourceUrl',
      'codeVulnerabilityDetails.referenceUrls',
    ],
    'vulnerability.scanner.vendor': { value: 'inspector' },
    'vulnerability.score.base': 'inspectorScoreDetails.adjustedCvss.score',
    'vulnerability.score.version': 'inspectorScoreDetails.adjustedCvss.version',
    'vulnerability.severity': 'severity',
    'related.hosts': { all: ['$host'] },
    'related.ip': {
      all: [
        'resources.0.details.awsEc2Instance.ipV4Addresses',
        'resources.0.details.awsEc2Instance.ipV6Addresses',
        'resources.0.details.vm.ipV4Addresses',
        'resources.0.details.vm.ipV6Addresses',
      ],
    },
  },
});
