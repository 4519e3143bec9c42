import type { Dashboard } from '../model.ts';
import {
  accountsAndRegions,
  count,
  heading,
  heatmap,
  line,
  metric,
  pie,
  row,
  sum,
  table,
  terms,
  worldMap,
} from '../panels.ts';
import { web } from '../patterns.ts';

const isError = 'log.level:* OR http.response.status_code:[400 TO *]';

export const webDashboard: Dashboard = {
  name: 'web',
  title: 'Web servers',
  description: 'Access and error logs of Apache httpd and nginx.',
  pattern: web,
  timeFrom: 'now-24h',
  controls: [
    { field: 'cloud.account.id', label: 'Account' },
    { field: 'service.name', label: 'Service' },
    { field: '@log_type', label: 'Log' },
  ],
  searches: [
    {
      title: 'Requests',
      columns: ['service.name', 'source.ip', 'http.request.method', 'url.path', 'http.response.status_code'],
    },
    {
      title: 'Errors',
      query: isError,
      columns: ['service.name', 'log.level', 'source.ip', 'url.path', 'error.message'],
    },
  ],
  rows: [
    row(
      7,
      metric('Records', count('Records')),
      metric('Schemes', count('Requests'), { groups: [terms('url.scheme', 2)] }),
      metric('Errors', count('Errors'), { query: isError }),
    ),
    row(12, ...accountsAndRegions(), table('EC2 instances', terms('cloud.instance.id', 100, 'Instance'))),
    row(
      12,
      pie('Status codes', terms('http.response.status_code', 20)),
      pie('Request methods', terms('http.request.method', 20)),
      pie('Log levels', terms('log.level', 10)),
      pie('Apache error modules', terms('apache.error.module', 20)),
    ),
    row(18, [worldMap('Source countries (map)'), 32], table('Source addresses', terms('source.ip', 20, 'Address'))),
    row(
      12,
      pie('Source countries', terms('source.geo.country_name', 10)),
      pie('Source networks', terms('source.as.organization.name', 10)),
      heatmap(
        'Methods and status codes',
        terms('http.response.status_code', 8, 'Status'),
        terms('http.request.method', 6, 'Method'),
      ),
    ),
    row(
      12,
      line('Request methods over time', terms('http.request.method', 10)),
      line('Status codes over time', terms('http.response.status_code', 8)),
    ),
    heading('What is requested'),
    row(
      12,
      table('Domains', terms('url.domain', 100, 'Domain')),
      table('Paths', terms('url.path', 200, 'Path')),
      table('Extensions', terms('url.extension', 20, 'Extension')),
      table('Query strings', terms('url.query', 30, 'Query')),
    ),
    row(
      12,
      table('User agents', terms('user_agent.original', 20, 'User agent')),
      table('Referrers', terms('http.request.referrer', 50, 'Referrer')),
      table('Bytes sent by source', terms('source.ip', 30, 'Source'), sum('http.response.body.bytes', 'Bytes')),
    ),
    row(
      12,
      pie('Operating systems', terms('user_agent.os.name', 10)),
      pie('Devices', terms('user_agent.device.name', 20)),
      pie('Browsers and tools', terms('user_agent.name', 20)),
    ),
    row(
      12,
      table('Matched threat intelligence', [
        terms('threat.matched.providers', 30, 'Provider'),
        terms('threat.matched.names', 30, 'Name'),
      ]),
      table('Matched indicators', terms('threat.matched.indicators', 30, 'Indicator')),
    ),
  ],
};
