import type { Dashboard } from '../model.ts';
import { accountAndRegion, bar, count, counters, filters, heading, pie, row, sum, table, terms } from '../panels.ts';
import { vpcFlowLogs } from '../patterns.ts';

/** `traffic-path` as the VPC user guide numbers it. */
const paths = {
  'Same VPC': 'traffic_path:1',
  'Internet gateway or gateway VPC endpoint': 'traffic_path:2',
  'Virtual private gateway': 'traffic_path:3',
  'VPC peering within the region': 'traffic_path:4',
  'VPC peering between regions': 'traffic_path:5',
  'Local gateway': 'traffic_path:6',
  'Gateway VPC endpoint (Nitro)': 'traffic_path:7',
  'Internet gateway (Nitro)': 'traffic_path:8',
};
const pathCounters = Object.entries(paths).map(([label, query]) => counters(`Through: ${label}`, { [label]: query }));

const accepted = { query: 'action:ACCEPT' };
const rejected = { query: 'action:REJECT' };
// Without it the busiest sources may be those of flow logs in the default format, which say no direction.
const withDirection = ({ query }: { query: string }) => ({ query: `${query} AND _exists_:flow_direction` });
const bytes = sum('bytes', 'Bytes');
const packets = sum('source.packets', 'Packets');
const source = terms('source.ip', 10, 'Source');
const destination = terms('destination.ip', 10, 'Destination');
const direction = terms('flow_direction', 5, 'Direction');

export const vpcFlowLogsCustomDashboard: Dashboard = {
  name: 'vpcflowlogs-custom',
  title: 'VPC flow logs, custom format',
  description: 'What fields of version 3 to 5 add: path, direction, subnet, instance and availability zone.',
  pattern: vpcFlowLogs,
  timeFrom: 'now-24h',
  controls: [
    ...accountAndRegion,
    { field: 'flow_direction', label: 'Direction' },
    { field: 'subnet_id', label: 'Subnet' },
  ],
  searches: [
    {
      title: 'Flows with path',
      query: '_exists_:flow_direction',
      columns: ['subnet_id', 'instance_id', 'flow_direction', 'traffic_path', 'source.ip', 'destination.ip', 'bytes'],
    },
  ],
  rows: [
    heading('The way out of the subnet'),
    row(12, [pie('Flows by path', filters(paths)), 24], pathCounters[0]!, pathCounters[1]!),
    row(7, ...pathCounters.slice(2, 5)),
    row(7, ...pathCounters.slice(5)),
    heading('Subnets and interfaces'),
    row(
      12,
      pie('Accepted flows by subnet', [terms('subnet_id', 10), direction], count('Flows'), accepted),
      pie('Rejected flows by subnet', [terms('subnet_id', 10), direction], count('Flows'), rejected),
    ),
    row(
      14,
      table('Flows by interface', [
        terms('az_id', 5, 'Zone'),
        terms('instance_id', 5, 'Instance'),
        terms('interface_id', 5, 'Interface'),
        terms('source.ip', 5, 'Source'),
        terms('source.port', 5, 'Port'),
        terms('destination.ip', 5, 'Destination'),
        terms('destination.port', 5, 'Port'),
      ]),
    ),
    heading('Sources and destinations'),
    row(
      12,
      pie('Bytes by source country', [terms('source.geo.country_iso_code', 10), source], bytes),
      bar('Bytes by source', source, [], bytes),
      bar('Bytes by destination', destination, [], bytes),
      pie('Bytes by destination and country', [destination, terms('destination.geo.country_iso_code', 10)], bytes),
    ),
    row(
      12,
      pie('Accepted packets by source (share)', [source, terms('flow_direction', 2)], packets, withDirection(accepted)),
      table(
        'Accepted packets by source',
        [source, terms('flow_direction', 2, 'Direction')],
        packets,
        withDirection(accepted),
      ),
      pie('Rejected packets by source (share)', [source, terms('flow_direction', 2)], packets, withDirection(rejected)),
      table(
        'Rejected packets by source',
        [source, terms('flow_direction', 2, 'Direction')],
        packets,
        withDirection(rejected),
      ),
    ),
  ],
};
