import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  accountsAndRegions,
  count,
  line,
  ofBuckets,
  pie,
  row,
  sum,
  table,
  terms,
  worldMap,
} from '../panels.ts';
import { vpcFlowLogs } from '../patterns.ts';

const accepted = { query: 'action:ACCEPT' };
const rejected = { query: 'action:REJECT' };
const packets = sum('source.packets', 'Packets');
const packetsOfSources = ofBuckets('sum_bucket', terms('source.ip', 1000), sum('source.packets'), 'Packets');
const source = terms('source.ip', 10, 'Source');

export const vpcFlowLogsDashboard: Dashboard = {
  name: 'vpcflowlogs',
  title: 'VPC flow logs',
  description: 'Accepted and rejected traffic of network interfaces.',
  pattern: vpcFlowLogs,
  timeFrom: 'now-24h',
  controls: [...accountAndRegion, { field: 'interface_id', label: 'Interface' }, { field: 'action', label: 'Action' }],
  searches: [
    {
      title: 'Flows',
      columns: [
        'cloud.account.id',
        'interface_id',
        'action',
        'source.ip',
        'destination.ip',
        'destination.port',
        'bytes',
      ],
    },
    { title: 'Rejected flows', columns: ['source.ip', 'destination.ip', 'destination.port', 'packets'], ...rejected },
  ],
  rows: [
    row(12, ...accountsAndRegions(), [line('Flows of the ten busiest sources', source, count('Flows')), 24]),
    row(
      12,
      line('Accepted packets', [], packetsOfSources, accepted),
      line('Rejected packets', [], packetsOfSources, rejected),
    ),
    row(
      12,
      pie('Accepted packets by source (share)', source, packets, accepted),
      table('Accepted packets by source', source, packets, accepted),
      pie('Rejected packets by source (share)', source, packets, rejected),
      table('Rejected packets by source', source, packets, rejected),
    ),
    row(
      18,
      worldMap('Accepted packets by country (map)', packets, accepted),
      worldMap('Rejected packets by country (map)', packets, rejected),
    ),
    row(
      12,
      table('Rejected ports', terms('destination.port', 20, 'Port'), count('Flows'), rejected),
      table(
        'Most bytes',
        [terms('source.ip', 10, 'Source'), terms('destination.ip', 3, 'Destination')],
        sum('network.bytes', 'Bytes'),
      ),
    ),
  ],
};
