import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  accountsAndRegions,
  count,
  filters,
  line,
  pie,
  row,
  sum,
  table,
  terms,
  worldMap,
} from '../panels.ts';
import { ocsf } from '../patterns.ts';

// Activity 6 is traffic as a flow log reports it, 5 a refused connection.
const traffic = 'activity_id:6';
const refused = 'activity_id:5';

export const ocsfNetworkDashboard: Dashboard = {
  name: 'ocsf-network',
  title: 'OCSF network activity',
  description: 'Flows, DNS and HTTP activity in the Open Cybersecurity Schema Framework (Security Lake).',
  pattern: ocsf,
  query: 'class_uid:[4000 TO 4999]',
  timeFrom: 'now-24h',
  controls: [...accountAndRegion, { field: 'class_name', label: 'Class' }],
  searches: [
    {
      title: 'Network events',
      columns: ['cloud.account.id', 'class_name', 'activity_name', 'source.ip', 'destination.ip', 'destination.port'],
    },
    { title: 'Refused flows', query: refused, columns: ['source.ip', 'destination.ip', 'destination.port'] },
  ],
  rows: [
    row(12, ...accountsAndRegions(count(), 20), pie('Classes', terms('class_name', 10))),
    row(
      12,
      line('Flows over time', filters({ Traffic: traffic }), count('Flows')),
      line('Refused flows over time', filters({ Refused: refused }), count('Flows')),
    ),
    row(
      18,
      worldMap('Flows by source country (map)', count('Flows'), { query: traffic }),
      worldMap('Refused flows by source country (map)', count('Flows'), { query: refused }),
    ),
    row(
      12,
      table('Most bytes by source', terms('source.ip', 20, 'Source'), sum('network.bytes', 'Bytes')),
      table('Most bytes by destination', terms('destination.ip', 20, 'Destination'), sum('network.bytes', 'Bytes')),
      table('Refused destination ports', terms('destination.port', 20, 'Port'), count('Flows'), { query: refused }),
    ),
  ],
};
