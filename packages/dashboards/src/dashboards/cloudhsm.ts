import type { Dashboard, TablePanel } from '../model.ts';
import {
  accountAndRegion,
  count,
  counters,
  earliest,
  filters,
  heading,
  latest,
  line,
  metric,
  pie,
  row,
  table,
  terms,
  unique,
} from '../panels.ts';
import { cloudHsm, cloudTrail } from '../patterns.ts';

const calls = { pattern: cloudTrail, query: 'eventSource:cloudhsm.amazonaws.com' };

function opcodes(...names: readonly string[]): string {
  return `cloudhsm.opcode:(${names.join(' OR ')})`;
}

function createdUsers(title: string, byLabel: Record<string, string>): TablePanel {
  return table(title, [
    filters(byLabel, 'Kind'),
    terms('cloud.account.id', 20, 'Account'),
    terms('cloud.region', 5, 'Region'),
    terms('cloudhsm.cluster_id', 1, 'Cluster'),
    terms('user.target.name', 100, 'New user'),
    terms('user.target.id', 1, 'Id'),
    terms('user.target.roles', 5, 'Role'),
    terms('@timestamp', 1, 'Time'),
    terms('user.id', 5, 'By'),
  ]);
}

export const cloudHsmDashboard: Dashboard = {
  name: 'cloudhsm',
  title: 'CloudHSM',
  description: 'Keys made, shared and deleted, users and their logins on HSMs, and calls that change clusters.',
  pattern: cloudHsm,
  timeFrom: 'now-30d',
  controls: [
    ...accountAndRegion,
    { field: 'cloudhsm.cluster_id', label: 'Cluster' },
    { field: 'cloudhsm.hsm_id', label: 'HSM' },
  ],
  searches: [
    {
      title: 'HSM events',
      columns: ['cloudhsm.cluster_id', 'cloudhsm.hsm_id', 'cloudhsm.opcode', 'cloudhsm.user_name', 'event.outcome'],
    },
    {
      title: 'Failed commands',
      query: 'event.outcome:failure',
      columns: ['cloudhsm.cluster_id', 'cloudhsm.opcode', 'cloudhsm.user_name', 'cloudhsm.hsm_error'],
    },
  ],
  rows: [
    heading('API calls (CloudTrail)'),
    row(
      12,
      pie('Calls', terms('eventName', 10), count(), calls),
      table(
        'Callers',
        [
          terms('user.name', 100, 'User'),
          terms('source.ip', 5, 'Address'),
          terms('source.geo.country_name', 5, 'Country'),
        ],
        [count('Calls'), latest('@timestamp', 'Last')],
        calls,
      ),
      table('Accounts and regions', [terms('cloud.account.id', 5, 'Account'), terms('cloud.region', 5, 'Region')]),
    ),
    heading('Keys'),
    row(
      7,
      counters(
        'Symmetric keys made',
        { 'Symmetric keys': opcodes('CN_GENERATE_KEY') },
        unique('cloudhsm.priv_secret_key_handle', 'Keys'),
      ),
      metric(
        'Key pairs made',
        [
          unique('cloudhsm.priv_secret_key_handle', 'Private keys'),
          unique('cloudhsm.public_key_handle', 'Public keys'),
        ],
        { groups: [filters({ 'Key pairs': opcodes('CN_GENERATE_KEY_PAIR') })] },
      ),
      counters(
        'Keys deleted',
        { 'Deleted keys': opcodes('CN_DESTROY_OBJECT', 'CN_TOMBSTONE_OBJECT') },
        unique('cloudhsm.key_handle', 'Keys'),
      ),
      counters('Keys shared', { 'Shared keys': opcodes('CN_SHARE_OBJECT') }, unique('cloudhsm.key_handle', 'Keys')),
    ),
    row(
      12,
      pie('Command types', terms('cloudhsm.command_type', 10)),
      pie('Log types', terms('cloudhsm.log_type', 15)),
      pie('Opcodes', terms('cloudhsm.opcode', 20)),
    ),
    heading('Users'),
    row(
      12,
      line('Logins over time', [filters({ Logins: opcodes('CN_LOGIN') }), terms('event.outcome', 3, 'Outcome')]),
      table(
        'Successful logins',
        [
          filters({ Success: `${opcodes('CN_LOGIN')} AND event.outcome:success` }, 'Kind'),
          terms('cloudhsm.user_name', 100, 'User'),
          terms('cloudhsm.user_type', 5, 'Type'),
        ],
        [count('Logins'), earliest('@timestamp', 'First'), latest('@timestamp', 'Last')],
      ),
    ),
    row(
      12,
      table(
        'Failed logins',
        [
          filters({ Failure: `${opcodes('CN_LOGIN')} AND event.outcome:failure` }, 'Kind'),
          terms('cloudhsm.user_name', 20, 'User'),
          terms('cloudhsm.user_type', 5, 'Type'),
          terms('cloudhsm.hsm_error', 5, 'Error'),
        ],
        [count('Failures'), earliest('@timestamp', 'First'), latest('@timestamp', 'Last')],
      ),
    ),
    row(12, createdUsers('Crypto users and officers made', { 'HSM user': opcodes('CN_CREATE_USER', 'CN_CREATE_CO') })),
    row(12, createdUsers('Appliance users made', { 'Appliance user': opcodes('CN_CREATE_APPLIANCE_USER') })),
  ],
};
