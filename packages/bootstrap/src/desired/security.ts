import type * as Security from '@opensearch-project/opensearch/api/_types/security._common.d.ts';
import { markDescription } from '../drivers/driver.ts';
import type { DesiredObject } from '../model.ts';
import type { RoleMembers } from '../options.ts';
import { type DesiredInput, desired } from './desired-state.ts';

const logPatterns = ['log-*', 'metrics-opensearch-index-*'];
const ownPatterns = ['siem-ledger-*'];

/** Searching and looking at fields, as OpenSearch Dashboards does it. */
const search = ['read', 'indices:admin/mappings/get', 'indices:admin/resolve/index', 'indices:admin/get'];
const searchCluster = [
  'cluster_composite_ops_ro',
  'cluster:monitor/main',
  'cluster:monitor/state',
  'cluster:monitor/health',
];

/**
 * Where OpenSearch Dashboards keeps its objects. It asks as the person who looks; without a right on the index itself even
 * the shared tenant stays shut, and the tenant decides beyond that whether anything may be changed.
 */
const dashboardsIndexes = ['.kibana', '.kibana_*', '.opensearch_dashboards', '.opensearch_dashboards_*'];
const dashboardsReader = { index_patterns: dashboardsIndexes, allowed_actions: ['read'] };
const dashboardsWriter = { index_patterns: dashboardsIndexes, allowed_actions: ['read', 'index', 'delete', 'manage'] };
/** What monitors have raised, for the dashboard of alerts. */
const alertPatterns = ['.opendistro-alerting-alert*'];

/**
 * What the worker's requests need and nothing else; above all no right to delete, overwrite or search. `GET /` at start and
 * after outages, `_bulk` with create, `_mget` of ids when an answer was lost, `_resolve/index` for siblings of read-only indexes.
 */
export const writerRole: Security.Role = {
  description: markDescription('The workers: create documents in log indexes'),
  cluster_permissions: ['cluster:monitor/main', 'indices:data/write/bulk', 'indices:data/read/mget'],
  index_permissions: [
    {
      index_patterns: [...logPatterns, ...ownPatterns],
      allowed_actions: [
        'indices:data/write/bulk*',
        'indices:data/write/index',
        'indices:data/read/mget*',
        'indices:data/read/get',
        'indices:admin/create',
        'indices:admin/auto_create',
        'indices:admin/mapping/put',
        'indices:admin/mapping/auto_put',
        'indices:admin/resolve/index',
      ],
    },
    // A wildcard is resolved over every index; this lets it be asked, not read.
    { index_patterns: ['*'], allowed_actions: ['indices:admin/resolve/index'] },
  ],
  tenant_permissions: [],
};

/** The housekeeper measures indexes and shards; what stands in them is none of its business. */
export const monitorRole: Security.Role = {
  description: markDescription('The housekeeper: sizes and states of indexes and shards'),
  cluster_permissions: ['cluster_monitor'],
  index_permissions: [{ index_patterns: ['*'], allowed_actions: ['indices_monitor', 'indices:admin/get'] }],
  tenant_permissions: [],
};

export const analystRole: Security.Role = {
  description: markDescription('Analysts: search everything, own dashboards, acknowledge alerts'),
  cluster_permissions: [
    ...searchCluster,
    'cluster:admin/opendistro/alerting/alerts/get',
    'cluster:admin/opendistro/alerting/alerts/ack',
    'cluster:admin/opendistro/alerting/monitor/get',
    'cluster:admin/opendistro/alerting/monitor/search',
    'cluster:admin/opensearch/ppl',
    'cluster:admin/opensearch/sql',
    'cluster:admin/opendistro/reports/*',
  ],
  index_permissions: [
    { index_patterns: [...logPatterns, ...ownPatterns], allowed_actions: [...search, 'indices_monitor'] },
    { index_patterns: alertPatterns, allowed_actions: ['read'] },
    dashboardsWriter,
  ],
  tenant_permissions: [{ tenant_patterns: ['global_tenant'], allowed_actions: ['kibana_all_write'] }],
};

/** Who runs `siem doctor`, `bootstrap`, `audit` and the like. Users and roles are the security API's, which asks for its own. */
export const operatorRole: Security.Role = {
  description: markDescription('Operators: everything but users, roles and other tenants'),
  cluster_permissions: ['*'],
  index_permissions: [{ index_patterns: ['*'], allowed_actions: ['*'] }],
  tenant_permissions: [{ tenant_patterns: ['global_tenant'], allowed_actions: ['kibana_all_write'] }],
};

export const readerRole: Security.Role = {
  description: markDescription('Readers: search and look at dashboards'),
  cluster_permissions: searchCluster,
  index_permissions: [{ index_patterns: logPatterns, allowed_actions: search }, dashboardsReader],
  tenant_permissions: [{ tenant_patterns: ['global_tenant'], allowed_actions: ['kibana_all_read'] }],
};

/** As readers, but every search is narrowed to the accounts; documents without an account are out of sight. */
export function accountRole(accounts: readonly string[]): Security.Role {
  return {
    description: markDescription(`Readers of the accounts ${accounts.join(', ')}`),
    cluster_permissions: searchCluster,
    index_permissions: [
      { index_patterns: logPatterns, allowed_actions: search, dls: accountQuery(accounts) },
      dashboardsReader,
    ],
    tenant_permissions: [{ tenant_patterns: ['global_tenant'], allowed_actions: ['kibana_all_read'] }],
  };
}

/** Document-level security takes a query as JSON text. */
export function accountQuery(accounts: readonly string[]): string {
  return JSON.stringify({ terms: { 'cloud.account.id': accounts } });
}

export function desiredSecurity({ options: { security } }: DesiredInput): DesiredObject[] {
  if (!security.enabled) return [];
  const groups = Object.entries(security.accountGroups);
  const roles: [name: string, role: Security.Role, members: RoleMembers][] = [
    ['siem_writer', writerRole, security.writers],
    ['siem_monitor', monitorRole, security.monitors],
    ['siem_operator', operatorRole, security.operators],
    ['siem_analyst', analystRole, security.analysts],
    ['siem_reader', readerRole, security.readers],
    ...groups.map(
      ([name, group]) =>
        [`siem_accounts_${name}`, accountRole(group.accounts), group] satisfies [string, Security.Role, RoleMembers],
    ),
  ];
  return [
    ...roles.map(([name, role]) => desired('role', name, role)),
    ...roles
      .filter(([, , { backendRoles, users }]) => backendRoles.length + users.length > 0)
      .map(([name, , { backendRoles, users }]) =>
        desired('role-mapping', name, {
          description: markDescription(`Who has ${name}`),
          backend_roles: backendRoles,
          users,
          hosts: [],
        } satisfies Security.RoleMapping),
      ),
    ...(security.auditLog ? [desired('audit-config', 'audit', { enabled: true })] : []),
  ];
}
