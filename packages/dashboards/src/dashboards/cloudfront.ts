import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  area,
  bar,
  count,
  maximum,
  percentiles,
  pie,
  row,
  sum,
  table,
  terms,
  worldMap,
} from '../panels.ts';
import { cloudFront } from '../patterns.ts';

const edge = terms('x_edge_location', 10, 'Edge location');
const account = terms('cloud.account.id', 10, 'Account');

export const cloudFrontDashboard: Dashboard = {
  name: 'cloudfront',
  title: 'CloudFront',
  description: 'Requests to distributions: who asks, what is answered, how long it takes.',
  pattern: cloudFront,
  timeFrom: 'now-24h',
  controls: [...accountAndRegion, { field: 'distribution_id', label: 'Distribution' }],
  searches: [
    {
      title: 'Requests',
      columns: [
        'source.ip',
        'http.request.method',
        'url.domain',
        'url.path',
        'http.response.status_code',
        'time_taken',
      ],
    },
    {
      title: 'Errors',
      query: 'http.response.status_code:[400 TO *]',
      columns: ['source.ip', 'url.domain', 'url.path', 'http.response.status_code', 'x_edge_detailed_result_type'],
    },
  ],
  rows: [
    row(
      12,
      bar('AWS accounts', account, account),
      bar('Edge locations', edge, edge),
      table('Distributions', [terms('distribution_id', 100, 'Distribution'), terms('url.domain', 10, 'Domain')]),
    ),
    row(
      12,
      area('Status codes over time', terms('http.response.status_code', 10)),
      [pie('Status codes', terms('http.response.status_code', 5)), 12],
      [pie('Result types', terms('x_edge_result_type', 10)), 12],
    ),
    row(
      12,
      area('Request bytes', [], sum('http.request.bytes', 'Bytes')),
      area('Response bytes', [], sum('http.response.bytes', 'Bytes')),
      table('Response time in seconds', terms('x_edge_result_type', 10, 'Result type'), [
        percentiles('time_taken', [50, 90, 95, 99], 'Seconds'),
      ]),
    ),
    row(
      12,
      pie('URL schemes', terms('url.scheme', 10)),
      pie('TLS versions', terms('ssl_protocol', 10)),
      table('TLS ciphers', terms('ssl_cipher', 30, 'Cipher')),
      pie('Source addresses', terms('source.ip', 10)),
    ),
    row(
      12,
      table('Most requested', [
        terms('http.request.method', 10, 'Method'),
        terms('url.domain', 10, 'Domain'),
        terms('url.path', 10, 'Path'),
      ]),
      table('Referrers', terms('http.request.referrer', 10, 'Referrer')),
      table('User agents', terms('user_agent.original', 10, 'User agent')),
    ),
    row(
      12,
      pie('Source countries', terms('source.geo.country_iso_code', 10)),
      pie('Browsers and tools', terms('user_agent.name', 10)),
      pie('Operating systems', terms('user_agent.os.name', 10)),
      pie('Devices', terms('user_agent.device.name', 10)),
    ),
    row(
      18,
      [worldMap('Source countries (map)'), 34],
      table('Requests by country', terms('source.geo.country_name', 100, 'Country'), count('Requests')),
    ),
    row(
      18,
      [worldMap('Longest response by country (map)', maximum('time_taken', 'Seconds')), 34],
      table(
        'Longest response by country',
        terms('source.geo.country_name', 100, 'Country'),
        maximum('time_taken', 'Seconds'),
      ),
    ),
  ],
};
