import type { Dashboard } from '../model.ts';
import { accountAndRegion, accountsAndRegions, area, pie, row, table, terms, worldMap } from '../panels.ts';
import { ocsf } from '../patterns.ts';

const service = terms('api.service.name', 10, 'Service');
const operation = terms('api.operation', 10, 'Operation');
const error = terms('api.response.error', 10, 'Error');

export const ocsfAuditDashboard: Dashboard = {
  name: 'ocsf-audit',
  title: 'OCSF audit activity',
  description: 'API calls, logins and account changes in the Open Cybersecurity Schema Framework (Security Lake).',
  pattern: ocsf,
  // API activity, and the classes of identity and access management.
  query: 'class_uid:(6003 OR [3000 TO 3999])',
  timeFrom: 'now-7d',
  controls: [...accountAndRegion, { field: 'class_name', label: 'Class' }],
  searches: [
    {
      title: 'Audit events',
      columns: [
        'cloud.account.id',
        'class_name',
        'api.service.name',
        'api.operation',
        'user.name',
        'source.ip',
        'status',
      ],
    },
    {
      title: 'Failed calls',
      query: 'event.outcome:failure',
      columns: ['cloud.account.id', 'api.service.name', 'api.operation', 'api.response.error', 'source.ip'],
    },
  ],
  rows: [
    row(12, ...accountsAndRegions(), pie('Source countries', terms('source.geo.country_name', 10))),
    row(18, [worldMap('Source countries (map)'), 32], table('Source addresses', terms('source.ip', 10, 'Address'))),
    row(
      12,
      pie('Source networks', terms('source.as.organization.name', 10)),
      pie('Browsers and tools', terms('user_agent.name', 15)),
      table('Matched threat intelligence', terms('threat.matched.providers', 10, 'Provider')),
    ),
    row(12, [pie('Services', service), 16], area('Services over time', service)),
    row(12, [pie('Operations', operation), 16], area('Operations over time', operation)),
    row(12, [pie('Errors', error), 16], area('Errors over time', error)),
  ],
};
