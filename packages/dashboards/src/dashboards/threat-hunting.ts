import type { Dashboard, TermsBucket } from '../model.ts';
import { accountAndRegion, count, row, sum, table, terms } from '../panels.ts';
import { allLogs, cloudTrail, vpcFlowLogs } from '../patterns.ts';

const flows = { pattern: vpcFlowLogs };
const s3Events = { pattern: cloudTrail, query: 'eventSource:s3.amazonaws.com' };
/** Data events name the object and its bucket; only the bucket's ARN has no slash. */
const buckets: TermsBucket = { ...terms('resources.ARN', 10, 'Bucket'), include: 'arn:aws[^:]*:s3:::[^/]*' };

export const threatHuntingDashboard: Dashboard = {
  name: 'threat-hunting',
  title: 'Threat hunting',
  description: 'All logs at once: type an address or a name into the search bar and see where it appears.',
  pattern: allLogs,
  timeFrom: 'now-24h',
  controls: [...accountAndRegion, { field: '@log_type', label: 'Log type' }, { field: 'source.ip', label: 'Source' }],
  searches: [
    {
      title: 'Events of all logs',
      columns: [
        'cloud.account.id',
        '@log_type',
        'event.module',
        'rule.name',
        'source.ip',
        'source.geo.country_name',
        'cloud.instance.id',
        'user.id',
        'user.name',
      ],
    },
  ],
  rows: [
    row(
      12,
      table('Accounts', terms('cloud.account.id', 5, 'Account')),
      table('Regions', terms('cloud.region', 5, 'Region')),
      table('Log types', terms('@log_type', 5, 'Log type')),
    ),
    row(
      14,
      table('Source addresses', terms('source.ip', 15, 'Source')),
      table('Source countries', terms('source.geo.country_name', 20, 'Country')),
      table('Source networks', terms('source.as.organization.name', 10, 'Network')),
    ),
    row(
      14,
      table('Destination addresses', terms('destination.ip', 10, 'Destination')),
      table('Destination countries', terms('destination.geo.country_name', 10, 'Country')),
      table('Destination networks', terms('destination.as.organization.name', 10, 'Network')),
    ),
    row(
      12,
      table('Flows by action', terms('action', 5, 'Action'), count('Flows'), flows),
      table('Most bytes sent (flows)', terms('source.ip', 10, 'Source'), sum('source.bytes', 'Bytes'), flows),
      table(
        'Most bytes received (flows)',
        terms('destination.ip', 10, 'Destination'),
        sum('network.bytes', 'Bytes'),
        flows,
      ),
    ),
    row(
      12,
      table('S3 calls by bucket', buckets, count('Calls'), s3Events),
      table(
        'Uploads to S3',
        terms('source.ip', 10, 'Source'),
        sum('additionalEventData.bytesTransferredIn', 'Bytes'),
        s3Events,
      ),
      table(
        'Downloads from S3',
        terms('source.ip', 10, 'Source'),
        sum('additionalEventData.bytesTransferredOut', 'Bytes'),
        s3Events,
      ),
    ),
  ],
};
