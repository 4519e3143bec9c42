import type { Dashboard } from '../model.ts';
import { accountAndRegion, count, heading, line, pie, row, table, terms, unique, worldMap } from '../panels.ts';
import { workSpaces } from '../patterns.ts';

const logins = { query: 'actionType:successfulLogin' };
const workspace = terms('WorkspaceId', 100, 'WorkSpace');
const workspaces = unique('WorkspaceId', 'WorkSpaces');

export const workSpacesDashboard: Dashboard = {
  name: 'workspaces',
  title: 'WorkSpaces',
  description: 'Who logs in to which WorkSpace from where, and the state of all WorkSpaces.',
  pattern: workSpaces,
  timeFrom: 'now-7d',
  controls: [
    ...accountAndRegion,
    { field: 'related.user', label: 'User' },
    { field: 'WorkspaceId', label: 'WorkSpace' },
  ],
  searches: [
    {
      title: 'Logins',
      columns: ['user.name', 'WorkspaceId', 'source.ip', 'source.geo.country_name', 'clientPlatform'],
      ...logins,
    },
    { title: 'All records', columns: ['event.module', 'WorkspaceId', 'State', 'ConnectionState', 'user.name'] },
  ],
  rows: [
    heading('Logins'),
    row(
      12,
      table('WorkSpaces', workspace, count('Records')),
      pie('Countries (share)', terms('source.geo.country_name', 15), count(), logins),
      table('Countries', terms('source.geo.country_name', 100, 'Country'), count('Logins'), logins),
    ),
    row(
      18,
      [worldMap('Countries (map)', count('Logins'), logins), 26],
      table(
        'Sources',
        [
          terms('source.ip', 100, 'Address'),
          terms('source.geo.country_name', 100, 'Country'),
          terms('source.geo.city_name', 100, 'City'),
        ],
        count('Logins'),
        logins,
      ),
    ),
    heading('WorkSpaces that are used from many places'),
    row(
      12,
      table('By address', workspace, unique('source.ip', 'Addresses'), logins),
      table('By network', workspace, unique('source.as.organization.name', 'Networks'), logins),
      table('By country', workspace, unique('source.geo.country_name', 'Countries'), logins),
    ),
    heading('State'),
    row(
      12,
      line('State', terms('State', 5, 'State'), workspaces),
      line('Connection state', terms('ConnectionState', 5, 'Connection'), workspaces),
    ),
  ],
};
