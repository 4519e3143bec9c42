import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  accountsAndRegions,
  average,
  bar,
  count,
  filters,
  line,
  overTime,
  pie,
  row,
  sum,
  table,
  terms,
  worldMap,
} from '../panels.ts';
import { elb } from '../patterns.ts';

export const elbDashboard: Dashboard = {
  name: 'elb',
  title: 'Elastic Load Balancing',
  description: 'Requests and connections through Application, Network and Classic Load Balancers.',
  pattern: elb,
  timeFrom: 'now-24h',
  controls: [{ field: 'event.module', label: 'Kind' }, ...accountAndRegion],
  searches: [
    {
      title: 'Requests',
      columns: [
        'cloud.account.id',
        'cloud.region',
        'event.module',
        'destination.ip',
        'source.ip',
        'source.geo.country_name',
        'elb_status_code',
        'http_method',
        'http_path',
        'user_agent.original',
      ],
    },
    {
      title: 'Server errors',
      query: 'http.response.status_code:[500 TO *]',
      columns: ['event.module', 'source.ip', 'destination.ip', 'http_method', 'http_path', 'elb_status_code'],
    },
  ],
  rows: [
    row(12, ...accountsAndRegions(count(), 20), pie('Response codes', terms('http.response.status_code', 20))),
    row(
      12,
      bar('Response codes over time', overTime(), terms('http.response.status_code', 20)),
      line('Bytes transferred', [], [sum('http.request.bytes', 'Received'), sum('http.response.bytes', 'Sent')], {
        yTitle: 'Bytes',
      }),
    ),
    row(
      12,
      pie('HTTP protocols', terms('http_protocol', 20)),
      pie('Request methods', terms('http.request.method', 20)),
      pie('TLS versions', terms('ssl_protocol', 20)),
      pie('TLS ciphers', terms('ssl_cipher', 20)),
    ),
    row(
      12,
      table('Domains', terms('url.domain', 20, 'Domain')),
      table('Paths', terms('url.path', 20, 'Path')),
      table('User agents', terms('user_agent.original', 20, 'User agent')),
    ),
    row(
      18,
      [worldMap('Source countries (map)'), 34],
      table('Destination addresses', terms('destination.ip', 20, 'Address')),
    ),
    row(
      12,
      pie('Source countries', terms('source.geo.country_name', 20)),
      pie('Source addresses', terms('source.ip', 20)),
      [
        line(
          'Processing time',
          filters({ 'Application Load Balancers': 'event.module:alb', 'Classic Load Balancers': 'event.module:clb' }),
          [
            average('request_processing_time', 'Request'),
            average('target_processing_time', 'Target'),
            average('response_processing_time', 'Response'),
          ],
          { yTitle: 'Seconds' },
        ),
        24,
      ],
    ),
  ],
};
