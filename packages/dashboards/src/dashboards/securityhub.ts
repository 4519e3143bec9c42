import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  accountsAndRegions,
  bar,
  count,
  counters,
  filters,
  heading,
  latest,
  maximum,
  overTime,
  pie,
  row,
  table,
  terms,
  unique,
  worldMap,
} from '../panels.ts';
import { securityHub } from '../patterns.ts';

/** A finding is sent again whenever it changes. */
const findings = unique('@id', 'Findings');

const bySeverity = {
  Critical: 'Severity.Label:CRITICAL',
  High: 'Severity.Label:HIGH',
  Medium: 'Severity.Label:MEDIUM',
  Low: 'Severity.Label:LOW',
  Informational: 'Severity.Label:INFORMATIONAL',
};
const byProduct = {
  'Security Hub': 'event.provider:"Security Hub"',
  GuardDuty: 'event.provider:GuardDuty',
  Inspector: 'event.provider:Inspector',
  Macie: 'event.provider:Macie',
  'IAM Access Analyzer': 'event.provider:"IAM Access Analyzer"',
  Config: 'event.provider:Config',
};
const guardDutyOrMacie = { query: 'event.provider:(GuardDuty OR Macie)' };
const standards = { query: '_exists_:Compliance.Status' };

export const securityHubDashboard: Dashboard = {
  name: 'securityhub',
  title: 'Security Hub',
  description: 'Findings of all products and how far security standards are met. Archived findings are left out.',
  pattern: securityHub,
  query: 'NOT RecordState:ARCHIVED',
  timeFrom: 'now-30d',
  controls: [
    { field: 'event.module', label: 'Source' },
    ...accountAndRegion,
    { field: 'Severity.Label', label: 'Severity' },
  ],
  searches: [
    {
      title: 'Findings',
      columns: ['cloud.account.id', 'cloud.region', 'event.provider', 'Severity.Label', 'Title', 'Workflow.Status'],
    },
    {
      title: 'Failed controls',
      query: 'Compliance.Status:FAILED',
      columns: ['cloud.account.id', 'cloud.region', 'GeneratorId', 'Severity.Label', 'Title', 'Workflow.Status'],
    },
  ],
  rows: [
    row(12, ...accountsAndRegions(findings), [counters('Findings by product', byProduct, findings), 20]),
    row(
      7,
      counters('Findings by severity', bySeverity, findings),
      counters('Records by severity', bySeverity, count('Records')),
    ),
    row(
      12,
      [bar('Records by severity over time', overTime(), filters(bySeverity), count('Records')), 32],
      table('Network direction', terms('network.direction', 6, 'Direction'), findings),
    ),
    row(
      18,
      [worldMap('Source countries (map)', findings), 24],
      [table('Source addresses', terms('source.ip', 20, 'Address'), findings), 12],
      table('Affected instances', terms('cloud.instance.id', 20, 'Instance'), findings),
    ),
    row(12, table('Finding types', [terms('Types', 100, 'Type'), terms('Severity.Label', 100, 'Severity')], findings)),
    row(
      14,
      table(
        'Findings',
        [
          terms('Severity.Normalized', 5, 'Severity', 'key-descending'),
          terms('Severity.Label', 1, 'Label'),
          terms('cloud.account.id', 1000, 'Account'),
          terms('cloud.region', 30, 'Region'),
          terms('event.provider', 10, 'Product'),
          terms('Title', 5, 'Title'),
          terms('@id', 1, 'Id'),
        ],
        [latest('Workflow.Status', 'Workflow'), latest('RecordState', 'State'), maximum('@timestamp', 'Last update')],
      ),
    ),
    heading('GuardDuty and Macie'),
    row(
      12,
      table('Affected resources', terms('ResourceTypeAffected', 15, 'Resource'), findings, guardDutyOrMacie),
      pie('Threat purpose', terms('ThreatPurpose', 15), findings, guardDutyOrMacie),
      pie('Threat family', terms('ThreatFamilyName', 15), findings, guardDutyOrMacie),
    ),
    heading('Security standards'),
    row(
      14,
      table(
        'Security controls',
        [
          terms('cloud.account.id', 1000, 'Account'),
          terms('cloud.region', 30, 'Region'),
          terms('GeneratorId', 5, 'Control'),
          terms('@id', 5, 'Finding'),
        ],
        [
          latest('Workflow.Status', 'Workflow'),
          latest('Compliance.Status', 'Compliance'),
          latest('RecordState', 'State'),
          maximum('@timestamp', 'Last update'),
        ],
        standards,
      ),
    ),
    heading('Details'),
  ],
};
