import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  accountsAndRegions,
  area,
  counters,
  heading,
  pie,
  row,
  table,
  terms,
  worldMap,
} from '../panels.ts';
import { cloudTrail } from '../patterns.ts';

function eventNames(...names: readonly string[]): string {
  return `eventName:(${names.join(' OR ')})`;
}

/** Questions of the CIS AWS Foundations Benchmark, by the number of the control. */
const changes = {
  'Security groups (CIS 3.10)': eventNames(
    'AuthorizeSecurityGroupIngress',
    'AuthorizeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
    'RevokeSecurityGroupEgress',
    'CreateSecurityGroup',
    'DeleteSecurityGroup',
  ),
  'Network ACLs (CIS 3.11)': eventNames(
    'CreateNetworkAcl',
    'CreateNetworkAclEntry',
    'DeleteNetworkAcl',
    'DeleteNetworkAclEntry',
    'ReplaceNetworkAclEntry',
    'ReplaceNetworkAclAssociation',
  ),
  'Network gateways (CIS 3.12)': eventNames(
    'CreateCustomerGateway',
    'DeleteCustomerGateway',
    'AttachInternetGateway',
    'CreateInternetGateway',
    'DeleteInternetGateway',
    'DetachInternetGateway',
  ),
  'Route tables (CIS 3.13)': eventNames(
    'CreateRoute',
    'CreateRouteTable',
    'ReplaceRoute',
    'ReplaceRouteTableAssociation',
    'DeleteRouteTable',
    'DeleteRoute',
    'DisassociateRouteTable',
  ),
  'VPCs (CIS 3.14)': eventNames(
    'CreateVpc',
    'DeleteVpc',
    'ModifyVpcAttribute',
    '*VpcPeeringConnection',
    'AttachClassicLinkVpc',
    'DetachClassicLinkVpc',
    'EnableVpcClassicLink',
    'DisableVpcClassicLink',
  ),
  'S3 bucket policies (CIS 3.8)': `eventSource:s3.amazonaws.com AND ${eventNames(
    'PutBucketAcl',
    'PutBucketPolicy',
    'PutBucketCors',
    'PutBucketLifecycle',
    'PutBucketReplication',
    'DeleteBucketPolicy',
    'DeleteBucketCors',
    'DeleteBucketLifecycle',
    'DeleteBucketReplication',
  )}`,
  'KMS keys (CIS 3.7)': `eventSource:kms.amazonaws.com AND ${eventNames('DisableKey', 'ScheduleKeyDeletion')}`,
};

export const cloudTrailDashboard: Dashboard = {
  name: 'cloudtrail',
  title: 'CloudTrail',
  description: 'Who did what in the accounts: logins, denied calls, changes that the CIS benchmark watches.',
  pattern: cloudTrail,
  timeFrom: 'now-7d',
  controls: [...accountAndRegion, { field: 'eventSource', label: 'Service' }],
  searches: [
    {
      title: 'Events',
      columns: ['cloud.account.id', 'cloud.region', 'eventSource', 'eventName', 'user.name', 'source.ip', 'errorCode'],
    },
    {
      title: 'Console logins',
      query: 'eventName:ConsoleLogin',
      columns: ['cloud.account.id', 'user.name', 'source.ip', 'source.geo.country_name', 'event.outcome'],
    },
    {
      title: 'Denied calls',
      query: 'errorCode:(*UnauthorizedOperation OR AccessDenied*)',
      columns: ['cloud.account.id', 'eventSource', 'eventName', 'user.name', 'source.ip', 'errorCode'],
    },
  ],
  rows: [
    row(
      8,
      counters('Failed logins', {
        'Failed logins': 'eventName:ConsoleLogin AND responseElements.ConsoleLogin:Failure',
      }),
      counters('Root logins (CIS 3.3)', {
        'Root logins': 'eventName:ConsoleLogin AND userIdentity.type:Root',
      }),
      counters('Unauthorized calls (CIS 3.1)', {
        'Unauthorized calls': 'errorCode:(*UnauthorizedOperation OR AccessDenied*)',
      }),
    ),
    row(12, ...accountsAndRegions(), table('User identities', terms('userIdentity.arn', 10, 'Identity'))),
    row(18, [worldMap('Source countries (map)'), 32], table('Source addresses', terms('source.ip', 10, 'Address'))),
    row(
      12,
      pie('Source countries', terms('source.geo.country_name', 10)),
      pie('Source networks', terms('source.as.organization.name', 10)),
      pie('Browsers and tools', terms('user_agent.name', 15)),
      pie('TLS versions', terms('tlsDetails.tlsVersion', 5)),
    ),
    heading('Changes that the CIS benchmark watches'),
    row(
      7,
      ...Object.entries(changes)
        .slice(0, 4)
        .map(([label, query]) => counters(label, { [label]: query })),
    ),
    row(
      7,
      ...Object.entries(changes)
        .slice(4)
        .map(([label, query]) => counters(label, { [label]: query })),
      table('Matched threat intelligence', terms('threat.matched.providers', 10, 'Provider')),
    ),
    heading('Calls'),
    row(
      12,
      [pie('Calls by name', terms('eventName', 10)), 16],
      area('Calls by name over time', terms('eventName', 10)),
    ),
    row(12, [pie('Event types', terms('eventType', 10)), 16], area('Event types over time', terms('eventType', 5))),
    row(12, [pie('Errors', terms('errorCode', 10)), 16], area('Errors over time', terms('errorCode', 10))),
    row(12, [pie('Services', terms('eventSource', 10)), 16], area('Services over time', terms('eventSource', 10))),
  ],
};
