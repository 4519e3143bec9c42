import type { Dashboard } from '../model.ts';
import {
  area,
  average,
  bar,
  count,
  filters,
  heading,
  latest,
  line,
  maximum,
  metric,
  overTime,
  percentiles,
  pie,
  row,
  sum,
  table,
  terms,
} from '../panels.ts';
import { allLogs, ledger } from '../patterns.ts';

const time = overTime('auto', 'finished_at');
const logType = terms('log_type', 30, 'Log type');
const newest = (field: string, label: string) => latest(field, label, 'finished_at');
const troubled = 'dead_lettered:>0 OR balances:false OR (NOT outcome:loaded)';

export const pipelineHealthDashboard: Dashboard = {
  name: 'pipeline-health',
  title: 'Pipeline health',
  description:
    'What the worker did with each S3 object: every record read is indexed, a duplicate, excluded or a dead letter. Sources that have gone silent stand first in **Silent sources**.',
  pattern: ledger,
  timeFrom: 'now-24h',
  controls: [
    { field: 'account_id', label: 'Account' },
    { field: 'region', label: 'Region' },
    { field: 'log_type', label: 'Log type' },
  ],
  searches: [
    {
      title: 'Objects',
      columns: [
        'log_type',
        'bucket',
        'key',
        'outcome',
        'read',
        'indexed',
        'duplicate',
        'excluded',
        'dead_lettered',
        'lag_ms',
      ],
    },
    {
      title: 'Objects with trouble',
      query: troubled,
      columns: ['log_type', 'bucket', 'key', 'outcome', 'reason', 'read', 'dead_lettered', 'balances'],
    },
  ],
  rows: [
    row(
      7,
      [
        metric('Records', [
          sum('read', 'Read'),
          sum('indexed', 'Indexed'),
          sum('duplicate', 'Duplicates'),
          sum('excluded', 'Excluded'),
        ]),
        26,
      ],
      metric('Dead letters', sum('dead_lettered', 'Dead letters'), { ranges: [1, 1000] }),
      metric('Objects that do not balance', count('Objects'), { query: 'balances:false', ranges: [1, 2] }),
    ),
    row(
      12,
      area('Records indexed', logType, sum('indexed', 'Records'), { x: time }),
      area('Bytes read', logType, sum('bytes', 'Bytes'), { x: time }),
    ),
    heading('Lag'),
    row(
      12,
      [line('Lag by log type, worst', logType, maximum('lag_ms', 'Lag'), { x: time }), 24],
      table(
        'Lag by source',
        [terms('account_id', 50, 'Account'), logType],
        [maximum('lag_ms', 'Worst'), average('lag_ms', 'Average'), percentiles('lag_ms', [95], 'lag')],
      ),
    ),
    row(
      12,
      line('Time per object', logType, average('duration_ms', 'Average'), { x: time }),
      pie('Outcomes', terms('outcome', 10)),
      bar('Objects by worker', terms('worker', 20, 'Worker'), [], count('Objects'), { horizontal: true }),
    ),
    heading('Silent sources'),
    row(
      14,
      table(
        'Silent sources',
        [
          terms('log_type', 100, 'Log type', 'fewest'),
          terms('account_id', 100, 'Account', 'fewest'),
          terms('region', 30, 'Region', 'fewest'),
        ],
        [
          maximum('last_event_at', 'Last event'),
          maximum('finished_at', 'Last object'),
          count('Objects'),
          sum('indexed', 'Records'),
        ],
        { lowestFirst: 'Last event' },
      ),
      table(
        'Last arrival in the indexes',
        [terms('@log_type', 100, 'Log type', 'fewest')],
        [maximum('@timestamp', 'Last event'), maximum('event.ingested', 'Last ingested'), count('Events')],
        { pattern: allLogs, lowestFirst: 'Last event' },
      ),
    ),
    heading('Dead letters and exclusions'),
    row(
      12,
      bar('Dead letters by log type', time, logType, sum('dead_lettered', 'Records'), { query: 'dead_lettered:>0' }),
      bar('Records excluded by log type', time, logType, sum('excluded', 'Records'), { query: 'excluded:>0' }),
      bar('Duplicates and safe forms', time, [], [sum('duplicate', 'Duplicates'), sum('safe_form', 'Safe form')]),
    ),
    row(
      14,
      table(
        'Objects with trouble',
        [terms('bucket', 20, 'Bucket'), terms('key', 50, 'Key'), terms('outcome', 5, 'Outcome')],
        [sum('dead_lettered', 'Dead letters'), sum('read', 'Read'), newest('reason', 'Reason')],
        { query: troubled },
      ),
    ),
    row(
      12,
      bar(
        'Objects by outcome',
        time,
        filters({ Loaded: 'outcome:loaded', Other: 'NOT outcome:loaded' }),
        count('Objects'),
      ),
    ),
  ],
};
