import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  accountsAndRegions,
  average,
  count,
  filters,
  latest,
  line,
  maximum,
  overTime,
  pie,
  row,
  table,
  terms,
} from '../panels.ts';
import { rds } from '../patterns.ts';

const engines = { MySQL: '@log_type:rds-mysql*', PostgreSQL: '@log_type:rds-postgresql' };
const errors = 'log.level:(ERROR OR Error OR FATAL OR PANIC OR WARNING OR Warning)';
const slow = 'rds.query_time:>0';
const locks = 'rds.message:(deadlock OR "lock wait" OR "still waiting" OR "acquired")';

export const rdsDashboard: Dashboard = {
  name: 'rds',
  title: 'RDS and Aurora',
  description: 'Logins, errors, slow queries, locks and changes of structure in MySQL and PostgreSQL databases.',
  pattern: rds,
  timeFrom: 'now-7d',
  controls: [
    ...accountAndRegion,
    { field: '@log_type', label: 'Log' },
    { field: 'rds.cluster_identifier', label: 'Cluster' },
    { field: 'rds.instance_identifier', label: 'Instance' },
  ],
  searches: [
    {
      title: 'Database events',
      columns: [
        'event.category',
        'log.level',
        'rds.instance_identifier',
        'rds.database_name',
        'user.name',
        'source.address',
        'rds.message',
      ],
    },
    {
      title: 'Slow queries',
      query: slow,
      columns: ['rds.instance_identifier', 'rds.database_name', 'user.name', 'rds.query_time', 'rds.query'],
    },
  ],
  rows: [
    row(12, ...accountsAndRegions(count(), 20), table('Databases', terms('rds.database_name', 15, 'Database'))),
    row(
      12,
      pie('Sources by kind of event', [terms('event.category', 5), terms('source.address', 20)]),
      table('Logins', [
        filters({ Logins: 'event.category:authentication' }, 'Kind'),
        terms('event.outcome', 5, 'Outcome'),
        terms('user.name', 20, 'User'),
      ]),
      pie(
        'Errors by level',
        filters({
          Fatal: 'log.level:(FATAL OR PANIC)',
          Error: 'log.level:(ERROR OR Error)',
          Warning: 'log.level:(WARNING OR Warning)',
        }),
      ),
    ),
    row(
      14,
      table(
        'Error messages',
        [filters(engines, 'Engine'), overTime()],
        [count(), latest('rds.message', 'Latest message')],
        { query: errors },
      ),
      table('Locks', [filters(engines, 'Engine'), overTime()], [count(), latest('rds.message', 'Latest message')], {
        query: locks,
      }),
    ),
    row(
      12,
      line(
        'Slow queries over time',
        filters(engines),
        [count('Queries'), average('rds.query_time', 'Average seconds'), maximum('rds.query_time', 'Longest seconds')],
        { query: slow, yTitle: 'Queries and seconds' },
      ),
    ),
    row(
      14,
      [
        table(
          'Slow queries',
          [filters(engines, 'Engine'), overTime()],
          [count('Queries'), latest('rds.query', 'Latest query'), maximum('rds.query_time', 'Longest')],
          { query: slow },
        ),
        28,
      ],
      table('Changes of structure', [
        filters(engines, 'Engine'),
        filters(
          {
            CREATE: 'rds.query:CREATE OR postgresql.audit.command:CREATE*',
            ALTER: 'rds.query:ALTER OR postgresql.audit.command:ALTER*',
            DROP: 'rds.query:DROP OR postgresql.audit.command:DROP*',
            'GRANT, REVOKE': 'rds.query:(GRANT OR REVOKE) OR postgresql.audit.command:(GRANT* OR REVOKE*)',
          },
          'Statement',
        ),
      ]),
    ),
  ],
};
