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
  maximum,
  metric,
  minimum,
  overTime,
  row,
  sum,
  table,
  terms,
  unique,
  worldMap,
} from '../panels.ts';
import { allLogs } from '../patterns.ts';

const seen = [minimum('@timestamp', 'First seen'), maximum('@timestamp', 'Last seen')];
const logTypes = unique('@log_type', 'Log types');

export const entitiesDashboard: Dashboard = {
  name: 'entities',
  title: 'Hunting by entity',
  description:
    'One address, user or host across every log: choose it in the controls, or search `related.ip:198.51.100.7`. **First seen** and **Last seen** are within the time range.',
  pattern: allLogs,
  timeFrom: 'now-7d',
  controls: [
    { field: 'related.ip', label: 'Address' },
    { field: 'related.user', label: 'User' },
    { field: 'related.hosts', label: 'Host' },
    ...accountAndRegion,
    { field: '@log_type', label: 'Log type' },
  ],
  searches: [
    {
      title: 'Events of the entity',
      columns: ['@log_type', 'event.action', 'event.outcome', 'related.ip', 'related.user', 'related.hosts'],
    },
    {
      title: 'Failures of the entity',
      query: 'event.outcome:failure',
      columns: ['@log_type', 'event.action', 'user.name', 'source.ip', 'destination.ip', 'error.message'],
    },
  ],
  rows: [
    row(
      7,
      metric('In all', [
        count('Events'),
        unique('related.ip', 'Addresses'),
        unique('related.user', 'Users'),
        unique('related.hosts', 'Hosts'),
        logTypes,
      ]),
    ),
    row(
      12,
      [area('When it was seen', terms('@log_type', 12, 'Log type'), count('Events')), 32],
      bar('Outcome', overTime(), terms('event.outcome', 3, 'Outcome'), count('Events')),
    ),
    row(
      14,
      table('Addresses', terms('related.ip', 25, 'Address'), [count('Events'), logTypes, ...seen]),
      table('Users', terms('related.user', 25, 'User'), [count('Events'), logTypes, ...seen]),
      table('Hosts', terms('related.hosts', 25, 'Host'), [count('Events'), logTypes, ...seen]),
    ),
    row(
      18,
      [worldMap('Where it was seen'), 30],
      heatmap('Addresses by log type', terms('related.ip', 15, 'Address'), terms('@log_type', 12, 'Log type')),
    ),
    heading('What it did'),
    row(
      14,
      table('Actions', [
        terms('@log_type', 10, 'Log type'),
        terms('event.action', 10, 'Action'),
        terms('event.outcome', 3, 'Outcome'),
      ]),
      table(
        'Who talks to whom',
        [
          terms('source.ip', 15, 'Source'),
          terms('destination.ip', 5, 'Destination'),
          terms('destination.port', 3, 'Port'),
        ],
        [count('Events'), sum('network.bytes', 'Bytes')],
      ),
    ),
    row(
      14,
      table(
        'Addresses of each user',
        [terms('user.name', 15, 'User'), terms('source.ip', 5, 'Address')],
        [count('Events'), latest('source.geo.country_name', 'Country')],
      ),
      table('Domains and paths', [terms('url.domain', 10, 'Domain'), terms('url.path', 5, 'Path')]),
    ),
    row(
      14,
      bar(
        'What wants attention',
        overTime(),
        filters({
          Alerts: 'event.kind:alert',
          'Detection rules': '_exists_:siem.detection.id',
          'Threat lists': '_exists_:threat.matched.providers',
        }),
      ),
      table('Alerts and detections', [terms('rule.name', 15, 'Rule'), terms('related.ip', 3, 'Address')], count(), {
        query: 'event.kind:alert OR _exists_:siem.detection.id',
      }),
    ),
  ],
};
