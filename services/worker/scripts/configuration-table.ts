import { openSearchVariables } from '@siem/opensearch-client';
import { workerVariableRows } from '../src/variables.ts';

/** The README's table: `node services/worker/scripts/configuration-table.ts` prints it, a test compares. */
export function configurationTable(): string {
  const rows = [...openSearchVariables, ...workerVariableRows()];
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const lines = rows.map(
    (row) => `| \`${row.name}\` | ${cell(row.unit)} | ${cell(row.default)} | ${cell(row.description)} |`,
  );
  return ['| name | unit | default | meaning |', '|---|---|---|---|', ...lines].join('\n');
}

if (import.meta.main) console.log(configurationTable());
