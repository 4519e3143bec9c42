import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  bar,
  count,
  counters,
  filters,
  heading,
  latest,
  maximum,
  overTime,
  pie,
  row,
  table,
  terms,
  unique,
  worldMap,
} from '../panels.ts';
import { alerts, allLogs } from '../patterns.ts';

const raised = { pattern: alerts };
const detected = { query: '_exists_:siem.detection.id' };
const newest = (field: string, label: string) => latest(field, label, 'start_time');
const states = {
  Active: 'state:ACTIVE',
  Acknowledged: 'state:ACKNOWLEDGED',
  Completed: 'state:COMPLETED',
  Error: 'state:ERROR',
};

export const alertsDashboard: Dashboard = {
  name: 'alerts',
  title: 'Detection alerts',
  description:
    'Three voices: monitors of OpenSearch Alerting, detection rules that the worker matched, and findings that sources send as alerts.',
  pattern: allLogs,
  timeFrom: 'now-7d',
  controls: [
    ...accountAndRegion,
    { field: '@log_type', label: 'Log type' },
    { field: 'siem.detection.name', label: 'Rule' },
  ],
  searches: [
    {
      title: 'Findings and detections',
      query: 'event.kind:alert OR _exists_:siem.detection.id',
      columns: [
        '@log_type',
        'cloud.account.id',
        'rule.name',
        'siem.detection.name',
        'siem.detection.severity',
        'user.name',
        'source.ip',
      ],
    },
    {
      title: 'Alerts of monitors',
      pattern: alerts,
      columns: ['state', 'severity', 'monitor_name.keyword', 'trigger_name.keyword', 'acknowledged_time'],
    },
  ],
  rows: [
    heading('Monitors of OpenSearch Alerting'),
    row(7, counters('Alerts by state', states, count('Alerts'), raised)),
    row(
      12,
      bar(
        'Alerts over time',
        overTime('auto', 'start_time'),
        terms('severity', 5, 'Severity'),
        count('Alerts'),
        raised,
      ),
      pie('Alerts by severity', terms('severity', 5), count(), raised),
      table(
        'Alerts by monitor',
        [
          terms('monitor_name.keyword', 50, 'Monitor'),
          terms('trigger_name.keyword', 10, 'Trigger'),
          terms('state', 5, 'State'),
        ],
        [count('Alerts'), maximum('start_time', 'Last'), newest('severity', 'Severity')],
        raised,
      ),
    ),
    heading('Detection rules'),
    row(
      12,
      bar('Detections over time', overTime(), terms('siem.detection.name', 10, 'Rule'), count('Detections'), detected),
      pie('Detections by severity', terms('siem.detection.severity', 6), count(), detected),
      table(
        'Detections by rule',
        [terms('siem.detection.name', 30, 'Rule'), terms('siem.detection.severity', 1, 'Severity')],
        [count('Detections'), unique('related.ip', 'Addresses'), maximum('@timestamp', 'Last')],
        detected,
      ),
    ),
    heading('Findings of the sources'),
    row(
      12,
      bar('Findings over time', overTime(), terms('@log_type', 10, 'Log type'), count('Records'), {
        query: 'event.kind:alert',
      }),
      pie('Findings by category', terms('event.category', 10), count(), { query: 'event.kind:alert' }),
      table(
        'Findings by rule',
        [terms('@log_type', 10, 'Log type'), terms('rule.name', 20, 'Rule')],
        [count('Records'), maximum('event.severity', 'Severity'), maximum('@timestamp', 'Last')],
        { query: 'event.kind:alert' },
      ),
    ),
    row(
      18,
      [
        worldMap('Where alerts come from', count('Records'), {
          query: 'event.kind:alert OR _exists_:siem.detection.id',
        }),
        30,
      ],
      table(
        'Who is named most',
        [terms('related.user', 15, 'User')],
        [count('Records'), unique('rule.name', 'Rules')],
        { query: 'event.kind:alert OR _exists_:siem.detection.id' },
      ),
    ),
    row(
      12,
      bar(
        'Threat lists',
        overTime(),
        filters({
          Address: 'threat.matched.types:ip*',
          Domain: 'threat.matched.types:domain*',
          Other: 'NOT threat.matched.types:(ip* OR domain*)',
        }),
        count('Matches'),
        { query: '_exists_:threat.matched.providers' },
      ),
      table('Indicators', [
        terms('threat.matched.indicators', 20, 'Indicator'),
        terms('threat.matched.providers', 3, 'Provider'),
      ]),
    ),
  ],
};
