import { type DeriveContext, defineLogType, type RawRecord } from '@siem/log-type';
import inspector from '../inspector/definition.ts';
import { deriveInspector } from '../inspector/derive.ts';
import { rowToFinding } from './row.ts';

/**
 * Findings reports of Amazon Inspector as CSV; as JSON they are findings like any others. A finding has the id and index
 * that its event has, so that what EventBridge delivered too is there once.
 */
export default defineLogType({
  ...inspector,
  name: 'inspector-report',
  title: 'Amazon Inspector findings reports (CSV)',
  source: 'https://docs.aws.amazon.com/inspector/latest/user/findings-managing-exporting-reports.html',
  keys: [/Inspector.*\.csv(?:\.gz)?$/i],
  // Under the prefix of the findings, it is the ending that tells.
  priority: 90,
  exampleKey: 'AWSLogs/111122223333/Inspector2/Reports/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9.csv',
  // Names have several words, which are looked for one by one.
  content: { header: ['Inspector', 'Finding', 'ARN', 'Severity', 'CVSS3'] },
  ecs: { ...inspector.ecs, 'event.module': { value: 'inspector' } },
  format: { kind: 'columns', delimiter: ',', header: 'file', dialect: 'csv', asObjects: true, minColumns: 5 },
  derive(record: RawRecord, context: DeriveContext) {
    rowToFinding(record);
    return deriveInspector(record, context);
  },
});
