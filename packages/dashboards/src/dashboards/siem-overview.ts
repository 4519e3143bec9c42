import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  area,
  bar,
  coordinateMap,
  count,
  counters,
  filters,
  heading,
  latest,
  metric,
  overTime,
  pie,
  row,
  sum,
  table,
  tagCloud,
  terms,
  unique,
  worldMap,
} from '../panels.ts';
import { allLogs } from '../patterns.ts';

const alerts = { query: 'event.kind:alert' };
/** Sources give severities on scales of their own; detection rules and threat lists speak for themselves. */
const attention = {
  Alerts: 'event.kind:alert',
  'Detection rules': '_exists_:siem.detection.id',
  'Threat lists': '_exists_:threat.matched.providers',
  'Failed logins': 'event.category:authentication AND event.outcome:failure',
};

export const siemOverviewDashboard: Dashboard = {
  name: 'siem-overview',
  title: 'SIEM overview',
  description: 'All logs of all accounts: how much arrives, from where in the world, and what wants attention.',
  pattern: allLogs,
  timeFrom: 'now-24h',
  controls: [...accountAndRegion, { field: '@log_type', label: 'Log type' }],
  searches: [
    {
      title: 'All events',
      columns: [
        '@log_type',
        'cloud.account.id',
        'event.action',
        'event.outcome',
        'user.name',
        'source.ip',
        'destination.ip',
      ],
    },
    {
      title: 'What wants attention',
      query: Object.values(attention)
        .map((query) => `(${query})`)
        .join(' OR '),
      columns: ['@log_type', 'cloud.account.id', 'rule.name', 'siem.detection.name', 'user.name', 'source.ip'],
    },
  ],
  rows: [
    row(
      7,
      [
        metric('In all', [
          count('Events'),
          unique('cloud.account.id', 'Accounts'),
          unique('source.ip', 'Source addresses'),
          unique('user.name', 'Users'),
        ]),
        24,
      ],
      counters('Wants attention', attention),
    ),
    row(
      12,
      [area('Events by log type', terms('@log_type', 12, 'Log type'), count('Events')), 32],
      pie('Log types', terms('@log_type', 12)),
    ),
    row(
      20,
      [worldMap('Where events come from'), 34],
      table('Source countries', terms('source.geo.country_name', 15, 'Country')),
    ),
    heading('Severity'),
    row(
      12,
      [bar('What wants attention over time', overTime(), filters(attention), count('Events')), 24],
      table(
        'Findings and alerts',
        [terms('rule.name', 20, 'Rule'), terms('@log_type', 3, 'Log type')],
        [count('Events'), latest('cloud.account.id', 'Latest account')],
        alerts,
      ),
    ),
    row(
      12,
      pie('Detection rules by severity', terms('siem.detection.severity', 6), count(), {
        query: '_exists_:siem.detection.id',
      }),
      table('Detection rules', [
        terms('siem.detection.name', 15, 'Rule'),
        terms('siem.detection.severity', 1, 'Severity'),
      ]),
      table('Matched threat lists', [
        terms('threat.matched.providers', 10, 'Provider'),
        terms('threat.matched.indicators', 5, 'Indicator'),
      ]),
    ),
    heading('Top talkers'),
    row(
      14,
      table('Sources', terms('source.ip', 15, 'Source'), [
        count('Events'),
        unique('@log_type', 'Log types'),
        sum('network.bytes', 'Bytes'),
        latest('source.geo.country_name', 'Country'),
      ]),
      table('Destinations', terms('destination.ip', 15, 'Destination'), [
        count('Events'),
        unique('@log_type', 'Log types'),
        sum('network.bytes', 'Bytes'),
      ]),
    ),
    row(
      14,
      table('Users', terms('user.name', 15, 'User'), [
        count('Events'),
        unique('source.ip', 'Addresses'),
        unique('cloud.account.id', 'Accounts'),
      ]),
      tagCloud('Actions', terms('event.action', 40)),
      table('Networks', terms('source.as.organization.name', 15, 'Network')),
    ),
    row(16, coordinateMap('Places (coordinate map)')),
  ],
};
