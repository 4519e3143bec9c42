import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  area,
  bar,
  count,
  filters,
  heading,
  heatmap,
  latest,
  line,
  maximum,
  metric,
  pie,
  row,
  sum,
  table,
  terms,
  unique,
  worldMap,
} from '../panels.ts';
import { allLogs, cloudTrail, guardDuty, vpcFlowLogs } from '../patterns.ts';

const account = terms('cloud.account.id', 20, 'Account');

export const accountsDashboard: Dashboard = {
  name: 'accounts',
  title: 'Accounts',
  description: 'One account, or all beside each other: choose in **Account**, and every panel follows.',
  pattern: allLogs,
  timeFrom: 'now-7d',
  controls: [...accountAndRegion, { field: '@log_type', label: 'Log type' }, { field: 'user.name', label: 'User' }],
  searches: [
    {
      title: 'Events of the account',
      columns: [
        'cloud.account.id',
        'cloud.region',
        '@log_type',
        'event.action',
        'event.outcome',
        'user.name',
        'source.ip',
      ],
    },
    {
      title: 'Alerts of the account',
      query: 'event.kind:alert',
      columns: ['cloud.account.id', '@log_type', 'rule.name', 'event.severity', 'source.ip', 'user.name'],
    },
  ],
  rows: [
    row(
      7,
      metric('In all', [
        unique('cloud.account.id', 'Accounts'),
        unique('cloud.region', 'Regions'),
        unique('@log_type', 'Log types'),
        unique('user.name', 'Users'),
      ]),
    ),
    row(
      12,
      table('Accounts', account, [
        count('Events'),
        unique('@log_type', 'Log types'),
        unique('user.name', 'Users'),
        maximum('@timestamp', 'Last event'),
      ]),
      heatmap('Log types of each account', account, terms('@log_type', 30, 'Log type')),
    ),
    row(
      12,
      area('Events by account', account, count('Events')),
      bar('Regions of each account', account, terms('cloud.region', 10, 'Region')),
    ),
    heading('People and roles'),
    row(
      12,
      table(
        'Users',
        [account, terms('user.name', 20, 'User')],
        [count('Events'), latest('source.ip', 'Latest address')],
      ),
      line(
        'Logins',
        filters({ Successful: 'event.outcome:success', Failed: 'event.outcome:failure' }),
        count('Logins'),
        { query: 'event.category:authentication OR eventName:ConsoleLogin' },
      ),
    ),
    row(
      12,
      pie('Denied calls by account', terms('cloud.account.id', 20), count(), {
        pattern: cloudTrail,
        query: 'errorCode:(*UnauthorizedOperation OR AccessDenied*)',
      }),
      table('Calls', [terms('eventSource', 10, 'Service'), terms('eventName', 5, 'Call')], count('Calls'), {
        pattern: cloudTrail,
      }),
      table(
        'Findings',
        [account, terms('type', 10, 'Type')],
        [unique('@id', 'Findings'), maximum('severity', 'Severity')],
        {
          pattern: guardDuty,
        },
      ),
    ),
    heading('Traffic'),
    row(
      18,
      [worldMap('Source countries (map)'), 30],
      table(
        'Bytes by account',
        [account, terms('cloud.region', 10, 'Region')],
        [sum('network.bytes', 'Bytes'), sum('network.packets', 'Packets')],
        { pattern: vpcFlowLogs },
      ),
    ),
  ],
};
