import { readFileSync } from 'node:fs';
import { DefinitionFileError, LinearPattern } from '@siem/custom-log-types';
import { parse } from 'csv-parse/sync';
import type { FieldRule } from './rules.ts';

const columns = ['log_type', 'field', 'pattern', 'pattern_type'] as const;
type Row = Record<(typeof columns)[number], string>;

/**
 * `exclude_log_patterns.csv` of the reference: `log_type,field,pattern,pattern_type,comment`. Both kinds of pattern are
 * about the whole value.
 * @throws DefinitionFileError naming line and column of all that is wrong
 */
export function readCsvRules(file: string, name: string): FieldRule[] {
  const problems: string[] = [];
  const rules: FieldRule[] = [];
  for (const { record, line } of rows(file)) {
    const problem = problemOf(record);
    if (problem !== undefined) problems.push(`${line}: ${problem}`);
    else rules.push(...toRule(record, `${name}:${line}`, line, problems));
  }
  if (problems.length > 0) throw new DefinitionFileError(file, problems);
  return rules;
}

function rows(file: string): { record: Row; line: number }[] {
  try {
    const parsed = parse(readFileSync(file, 'utf8'), {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim()),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { record: Row; info: { lines: number } }[];
    const missing = columns.filter((column) => parsed[0] !== undefined && !(column in parsed[0].record));
    if (missing.length > 0)
      throw new Error(`the header lacks ${missing.join(', ')}; right is log_type,field,pattern,pattern_type,comment`);
    return parsed.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    throw new DefinitionFileError(file, [`1: ${(error as Error).message}`]);
  }
}

function problemOf(row: Row): string | undefined {
  const empty = columns.find((column) => row[column] === undefined || row[column] === '');
  if (empty !== undefined) return `${empty} is missing`;
  if (/^(?:text|regex)$/i.test(row.pattern_type)) return undefined;
  return `pattern_type: found '${row.pattern_type}'; allowed: text, regex`;
}

function toRule(row: Row, name: string, line: number, problems: string[]): FieldRule[] {
  const path = row.field.split('.');
  const { log_type: logType, pattern } = row;
  if (/^text$/i.test(row.pattern_type)) return [{ name, logType, path, pattern: { test: (text) => text === pattern } }];
  try {
    return [{ name, logType, path, pattern: new LinearPattern(`^(?:${pattern})$`) }];
  } catch (error) {
    problems.push(`${line}: pattern: ${(error as Error).message}`);
    return [];
  }
}
