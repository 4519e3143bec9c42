import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  accountsAndRegions,
  bar,
  count,
  counters,
  filters,
  latest,
  overTime,
  pie,
  row,
  table,
  terms,
  unique,
  worldMap,
} from '../panels.ts';
import { guardDuty } from '../patterns.ts';

/** GuardDuty updates a finding as it goes on, so one finding is many documents. */
const findings = unique('@id', 'Findings');

const bySeverity = {
  Critical: 'severity:>=9',
  High: 'severity:[7 TO 9}',
  Medium: 'severity:[4 TO 7}',
  Low: 'severity:<4',
};

export const guardDutyDashboard: Dashboard = {
  name: 'guardduty',
  title: 'GuardDuty',
  description: 'Findings by severity, purpose and what they are about.',
  pattern: guardDuty,
  timeFrom: 'now-30d',
  controls: [...accountAndRegion, { field: 'severitylabel', label: 'Severity' }, { field: 'type', label: 'Type' }],
  searches: [
    {
      title: 'Findings',
      columns: ['cloud.account.id', 'cloud.region', 'severitylabel', 'type', 'title', 'source.ip', 'user.name'],
    },
    {
      title: 'High and critical findings',
      query: 'severity:>=7',
      columns: ['cloud.account.id', 'severity', 'type', 'title', 'source.ip', 'cloud.instance.id'],
    },
  ],
  rows: [
    row(12, ...accountsAndRegions(findings, 5), [counters('Findings', { Findings: '*' }, findings), 12]),
    row(
      7,
      counters('Findings by severity', bySeverity, findings),
      counters('Records by severity', bySeverity, count('Records')),
    ),
    row(
      12,
      [bar('Records by severity over time', overTime(), filters(bySeverity), count('Records')), 32],
      table('Network direction', terms('network.direction', 5, 'Direction'), findings),
    ),
    row(
      12,
      pie('Affected instances', terms('resource.instanceDetails.instanceId', 10)),
      pie('Threat purpose', terms('ThreatPurpose', 30)),
      pie('Threat family', terms('ThreatFamilyName', 30), findings),
      table('Affected resources', terms('ResourceTypeAffected', 10, 'Resource'), findings),
    ),
    row(
      18,
      [worldMap('Source countries (map)', findings), 30],
      table('Finding types', terms('type', 120, 'Type'), count('Records')),
    ),
    row(
      12,
      table('Users', terms('user.name', 5, 'User'), count('Records')),
      table('User ids', terms('user.id', 5, 'User id'), count('Records')),
      table('Sources', terms('source.ip', 100, 'Address'), [
        count('Records'),
        latest('source.geo.country_name', 'Country'),
      ]),
      table(
        'Destinations',
        [terms('destination.ip', 100, 'Address'), terms('destination.geo.country_name', 5, 'Country')],
        [count('Records'), latest('destination.geo.country_name', 'Latest country')],
      ),
    ),
    row(
      12,
      table('EKS clusters', terms('resource.eksClusterDetails.name', 100, 'Cluster'), count('Records')),
      table(
        'Malware',
        terms(
          'service.ebsVolumeScanDetails.scanDetections.threatDetectedByName.threatNames.name',
          100,
          'Name of the malware',
        ),
        count('Records'),
      ),
      table('S3 buckets', terms('resource.s3BucketDetails.name', 100, 'Bucket'), count('Records')),
    ),
  ],
};
