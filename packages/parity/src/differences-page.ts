import { deliberateDifferences } from './deliberate.ts';

/** docs/differences.md: what a user of the reference finds changed, and why. */
export function differencesPage(): string {
  const rows = deliberateDifferences.map(({ logTypes, fields, reason }) => [
    logTypes === undefined ? 'all' : logTypes.join(', '),
    `\`${fieldNames(fields)}\``,
    reason,
  ]);
  return [
    '# Where documents differ from the reference on purpose',
    '',
    '<!-- Written by packages/parity/scripts/differences-page.ts. -->',
    '',
    'Documents have the fields and values that SIEM on Amazon OpenSearch Service gives them, but for the differences',
    'below. `node packages/parity/src/main.ts --samples DIR` compares the documents of a folder of samples with those of',
    'the reference, field by field, and knows this list; every other difference it prints is a fault.',
    '',
    '| log types | fields | reason |',
    '|---|---|---|',
    ...rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`),
    '',
  ].join('\n');
}

/** A regular expression as people read a field: `event.kind` for `/^event\.kind$/`. */
function fieldNames({ source }: RegExp): string {
  if (source === '.') return '*';
  return source
    .replace(/^\^|\$$/g, '')
    .replaceAll('\\.', '.')
    .replaceAll('(?:', '(');
}
