import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  count,
  earliest,
  heading,
  latest,
  line,
  pie,
  row,
  sum,
  table,
  terms,
  worldMap,
} from '../panels.ts';
import { clientVpn } from '../patterns.ts';

const attempt = 'clientvpn.connection-log-type:connection-attempt';
const success = { query: `${attempt} AND clientvpn.connection-attempt-status:successful` };
const failure = { query: `${attempt} AND clientvpn.connection-attempt-status:failed` };
const ended = { query: 'clientvpn.connection-log-type:connection-reset' };

const startTime = latest('clientvpn.connection-start-time', 'Start');
const endTime = latest('clientvpn.connection-end-time', 'End');

export const clientVpnDashboard: Dashboard = {
  name: 'clientvpn',
  title: 'Client VPN',
  description: 'Who connects from where, how long and how much, and who is refused.',
  pattern: clientVpn,
  timeFrom: 'now-7d',
  controls: [
    ...accountAndRegion,
    { field: 'clientvpn.client-vpn-endpoint-id', label: 'Endpoint' },
    { field: 'user.name', label: 'User' },
  ],
  searches: [
    {
      title: 'Connections',
      columns: ['clientvpn.connection-log-type', 'event.outcome', 'user.name', 'source.ip', 'source.geo.country_name'],
    },
    { title: 'Refused connections', columns: ['user.name', 'source.ip', 'source.geo.country_name'], ...failure },
  ],
  rows: [
    row(
      12,
      table('Connections by id', terms('clientvpn.connection-id', 100, 'Connection'), [
        latest('clientvpn.connection-last-update-time', 'Last update'),
        latest('clientvpn.username', 'User'),
        latest('clientvpn.device-ip', 'Device address'),
        latest('source.geo.country_name', 'Country'),
        latest('source.geo.city_name', 'City'),
        startTime,
        endTime,
        count('Records'),
      ]),
    ),
    heading('Successful logins'),
    row(
      12,
      [line('Logins over time', [], count('Logins'), success), 24],
      table('Logins by user', terms('user.name', 1000, 'User'), [count('Logins'), startTime], success),
      pie('Logins by device type', terms('clientvpn.device-type', 10), count(), success),
    ),
    row(
      16,
      [worldMap('Logins by country (map)', count('Logins'), success), 24],
      pie('Logins by country (share)', terms('source.geo.country_name', 5), count(), success),
      table('Logins by country', terms('source.geo.country_name', 15, 'Country'), count('Logins'), success),
    ),
    row(
      12,
      table(
        'Logins by source',
        [
          terms('source.ip', 100, 'Address'),
          terms('source.geo.country_name', 5, 'Country'),
          terms('source.geo.city_name', 5, 'City'),
          terms('source.as.organization.name', 5, 'Network'),
        ],
        count('Logins'),
        success,
      ),
    ),
    row(
      12,
      table(
        'Most bytes transferred',
        [terms('clientvpn.connection-id', 10, 'Connection'), terms('clientvpn.username', 1, 'User')],
        [sum('network.bytes', 'Bytes'), startTime, endTime],
        ended,
      ),
      table(
        'Longest connections',
        [terms('clientvpn.connection-id', 10, 'Connection'), terms('clientvpn.username', 1, 'User')],
        [sum('event.duration', 'Duration'), startTime, endTime],
        ended,
      ),
    ),
    heading('Failed logins'),
    row(
      12,
      line('Failures over time', [], count('Failures'), failure),
      pie('Failures by country (share)', terms('source.geo.country_name', 15), count(), failure),
      table('Failures by country', terms('source.geo.country_name', 15, 'Country'), count('Failures'), failure),
    ),
    row(
      12,
      [table('Failures by user', terms('clientvpn.username', 100, 'User'), count('Failures'), failure), 12],
      [table('Failures by certificate', terms('clientvpn.common-name', 10, 'Name'), count('Failures'), failure), 12],
      table(
        'Failures by address',
        terms('clientvpn.device-ip', 100, 'Device address'),
        [
          count('Failures'),
          latest('source.geo.country_name', 'Country'),
          latest('source.geo.city_name', 'City'),
          latest('source.as.organization.name', 'Network'),
          earliest('clientvpn.connection-last-update-time', 'First'),
          latest('clientvpn.connection-last-update-time', 'Last'),
          latest('clientvpn.connection-attempt-failure-reason', 'Reason'),
        ],
        failure,
      ),
    ),
    heading('Details'),
  ],
};
