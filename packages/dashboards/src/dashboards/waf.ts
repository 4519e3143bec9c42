import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  accountsAndRegions,
  count,
  filters,
  line,
  metric,
  pie,
  row,
  table,
  terms,
  unique,
  worldMap,
} from '../panels.ts';
import { waf } from '../patterns.ts';

export const wafDashboard: Dashboard = {
  name: 'waf',
  title: 'AWS WAF',
  description: 'Web requests that the firewall saw, and the rules that allowed or blocked them.',
  pattern: waf,
  timeFrom: 'now-24h',
  controls: [
    ...accountAndRegion,
    { field: 'rule.ruleset', label: 'Web ACL' },
    { field: 'rule.name', label: 'Rule' },
    { field: 'action', label: 'Action' },
    { field: 'source.geo.country_iso_code', label: 'Country' },
    { field: 'httpRequest.clientIp', label: 'Client' },
    { field: 'url.domain', label: 'Host' },
    { field: 'terminatingRuleType', label: 'Rule type' },
  ],
  searches: [
    {
      title: 'Requests',
      columns: [
        'cloud.account.id',
        'cloud.region',
        'httpSourceName',
        'rule.ruleset',
        'terminatingRuleId',
        'action',
        'source.ip',
        'source.geo.country_name',
      ],
    },
    {
      title: 'Blocked requests',
      query: 'action:BLOCK',
      columns: ['rule.ruleset', 'terminatingRuleId', 'source.ip', 'source.geo.country_name', 'url.domain', 'url.path'],
    },
  ],
  rows: [
    row(
      7,
      metric('All requests', count('Requests')),
      metric('Blocked requests', count('Blocked'), { query: 'action:BLOCK' }),
      metric('Clients', unique('httpRequest.clientIp', 'Addresses')),
    ),
    row(12, ...accountsAndRegions(), pie('Rules executed', terms('rule.name', 5))),
    row(
      12,
      line(
        'Allowed and blocked requests',
        filters({ Allowed: 'action:ALLOW', Blocked: 'action:BLOCK' }),
        count('Requests'),
      ),
      line('All requests over time', [], count('Requests')),
    ),
    row(
      18,
      [
        worldMap('Requests by country (map)', count('Requests'), {
          countryField: 'httpRequest.country',
          locationField: 'source.geo.location',
        }),
        32,
      ],
      table('Countries', terms('httpRequest.country', 10, 'Country')),
    ),
    row(
      12,
      pie('Methods', terms('httpRequest.httpMethod', 10)),
      pie('HTTP versions', terms('httpRequest.httpVersion', 10)),
      table('Web ACLs', terms('rule.ruleset', 10, 'Web ACL')),
    ),
    row(
      12,
      table('Paths', terms('httpRequest.uri', 10, 'Path')),
      table('Client addresses', terms('httpRequest.clientIp', 10, 'Address')),
      table('Hosts', terms('url.domain', 10, 'Host')),
    ),
    row(
      12,
      table('User agents', terms('user_agent.original', 10, 'User agent')),
      table('Rules', terms('rule.name', 10, 'Rule')),
    ),
  ],
};
