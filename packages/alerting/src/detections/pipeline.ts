import type { Detection } from '../detection.ts';

const indices = ['siem-ledger-*'];

/** Whether the SIEM itself sees everything. */
export const pipelineDetections: readonly Detection[] = [
  {
    kind: 'bucket',
    name: 'silent-log-type',
    title: 'A log type that came every day is silent',
    advice: 'Somebody may have turned the source off. Check its delivery to S3, then siem doctor.',
    severity: '2',
    technique: 'T1562.008',
    indices,
    everyMinutes: 60,
    windowMinutes: 7 * 24 * 60,
    query: 'log_type:*',
    groupBy: ['log_type'],
    metrics: { recent: { newerThanMinutes: 24 * 60 } },
    // Types that come once a week are not silent on the other days.
    condition: 'params.recent == 0 && params.count >= 7',
  },
  {
    kind: 'bucket',
    name: 'dead-letters',
    title: 'Records became dead letters',
    advice: 'siem dead-letters list shows them and why; siem dead-letters replay loads them after the fix.',
    severity: '3',
    indices,
    everyMinutes: 15,
    query: 'dead_lettered:>0',
    groupBy: ['log_type'],
    condition: 'params.count >= 1',
  },
  {
    kind: 'query',
    name: 'ledger-out-of-balance',
    title: 'Records are missing from the ledger',
    advice: 'Nothing is lost yet: the message stays in the queue. siem doctor names the object.',
    severity: '1',
    indices,
    everyMinutes: 15,
    query: 'balances:false',
  },
  {
    kind: 'query',
    name: 'late-logs',
    title: 'Logs arrive more than an hour late',
    advice: 'Look at the queue depth and the number of workers; one source alone: at its delivery.',
    severity: '4',
    indices,
    everyMinutes: 30,
    moreThan: 20,
    query: 'lag_ms:>3600000',
  },
];
