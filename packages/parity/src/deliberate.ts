import { textDifferences } from './deliberate-text.ts';

/** Where our documents are meant to differ from the reference's, and why. */
export interface DeliberateDifference {
  /** Log types it is about; absent: all. */
  logTypes?: readonly string[];
  fields: RegExp;
  /** Further condition on both values. */
  when?: (theirs: unknown, ours: unknown, ourSource: Record<string, unknown>) => boolean;
  reason: string;
}

function text(value: unknown): string {
  return String(Array.isArray(value) ? value[0] : value);
}

function sameJson(theirs: unknown, ours: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text(theirs))) === JSON.stringify(JSON.parse(text(ours)));
  } catch {
    return false;
  }
}

export const deliberateDifferences: readonly DeliberateDifference[] = [
  ...textDifferences,
  { fields: /^event\.ingested$/, reason: 'The time of the run.' },
  { fields: /^ecs\.version$/, reason: 'We write fields of ECS 8.17; the reference declares 1.10.' },
  {
    fields: /^@message$/,
    when: sameJson,
    reason: 'The raw text of the record as the source wrote it; the reference parses JSON and prints it again.',
  },
  {
    fields: /^@message$/,
    when: (theirs) => text(theirs).startsWith("{'"),
    reason: 'Parquet rows have no text; ours is JSON, the reference prints a Python dictionary.',
  },
  {
    fields: /^(?:_id|@id)$/,
    when: (theirs, ours, source) =>
      /^[0-9a-f]{32}/.test(text(theirs)) &&
      /^[0-9a-f]{32}/.test(text(ours)) &&
      text(source['@message']).startsWith('{'),
    reason:
      'Where the source gives no id, the id is the MD5 of the message, which for JSON is the raw text (see above).',
  },
  {
    fields: /^user_agent\.os\.(?:name|full)$/,
    when: (theirs, ours, source) =>
      text(theirs) === 'Other' && text(ours) === 'Mac OS X' && /; darwin;/.test(JSON.stringify(source['user_agent'])),
    reason: 'AWS SDKs for Go name macOS by its kernel, darwin.',
  },
  {
    logTypes: ['cloudtrail'],
    fields: /^event\.outcome$/,
    when: (_theirs, ours, source) =>
      text(ours) === 'success' && source['errorCode'] === undefined && source['errorMessage'] === undefined,
    reason: 'An empty errorCode is no error; the reference takes its presence for a failure.',
  },
  {
    logTypes: ['alb', 'clb'],
    fields: /^url\.full$/,
    when: (theirs, ours) => text(ours).startsWith(`${text(theirs)} `),
    reason: 'A URL with a space in it is kept whole; the reference cuts it at the space.',
  },
];

export function isDeliberate(
  logType: string,
  field: string,
  theirs: unknown,
  ours: unknown,
  ourSource: Record<string, unknown>,
): boolean {
  return deliberateDifferences.some(
    (difference) =>
      (difference.logTypes === undefined || difference.logTypes.includes(logType)) &&
      difference.fields.test(field) &&
      (difference.when === undefined || difference.when(theirs, ours, ourSource)),
  );
}
