import type { ColumnsFormat, RawRecord } from '@siem/log-type';
import type { RecordParser } from './record-parser.ts';

export type { RecordParser };

/** Where a line has more values than the format has columns, the rest of the line is kept here. */
export const extraColumns = 'extra_columns';

/**
 * Splits lines of values into records. Generates one straight function per list of columns, because it runs for every
 * line of the most voluminous logs.
 * @param header column names; a name that starts with `"` is written in quotes by the source
 */
export function columnsParser(format: ColumnsFormat, header: readonly string[]): RecordParser {
  const columns = header.map((text) => {
    const name = text.replace(/^["[]/, '');
    return { name, quoted: text.startsWith('"'), form: formOf(name, format) };
  });
  const names = [...columns.map((column) => column.name), extraColumns];
  if (format.dialect === 'csv')
    return {
      names,
      parse: csvParser(
        format,
        columns.map((column) => column.name),
      ),
    };
  return compileSplitter(format, columns, names);
}

function leastColumns({ minColumns = 1 }: ColumnsFormat, columns: number): number {
  return minColumns === 'header' ? columns : minColumns;
}

/** Matches a whole value of the column, where it begins. */
function formOf(name: string, { forms, delimiter }: ColumnsFormat): RegExp | undefined {
  const form = forms?.[name];
  return form && new RegExp(`(?:${form.source})(?=[${delimiter}]|$)`, 'y');
}

type Column = { name: string; quoted: boolean; form: RegExp | undefined };

function compileSplitter(format: ColumnsFormat, columns: readonly Column[], names: readonly string[]): RecordParser {
  const delimiter = JSON.stringify(format.delimiter);
  const lines = columns.map((column, i) => columnCode(format, columns, column, i, delimiter));
  const minimum = leastColumns(format, columns.length);
  const members = columns.map((column, i) => `${JSON.stringify(column.name)}: c${i}`);
  const body = [
    `let i = 0, j = 0, quotes = 0; const n = text.length;`,
    `if (n === 0) return undefined;`,
    `let ${columns.map((_, i) => `c${i}`).join(', ')};`,
    ...lines,
    `if (c${Math.min(minimum, columns.length) - 1} === undefined) return undefined;`,
    `const rest = i < n ? text.substring(i) : undefined;`,
    ...(format.quotes === undefined ? [] : [`parser.quotes = quotes;`]),
    `return { ${members.join(', ')}, ${extraColumns}: rest };`,
  ];
  const factory = new Function(
    'closingQuote',
    'firstQuote',
    'lastQuote',
    'quoteBefore',
    'forms',
    'parser',
    `'use strict';\nreturn function split(text) {\n${body.join('\n')}\n};`,
  );
  const parser: Partial<RecordParser> & { names: readonly string[] } = { names };
  const forms = columns.map(({ form }) => form);
  return Object.assign(parser, {
    parse: factory(closingQuote, firstQuote, lastQuote, quoteBefore, forms, parser) as RecordParser['parse'],
  });
}

function columnCode(
  format: ColumnsFormat,
  columns: readonly Column[],
  column: Column,
  i: number,
  delimiter: string,
): string {
  const plain = `j = text.indexOf(${delimiter}, i); if (j < 0) j = n; c${i} = text.substring(i, j); i = j + 1;`;
  if (format.quotes === undefined) return `if (i <= n) { ${plain} }`;
  const next = columns[i + 1];
  // The quote that closes is followed by what the next column starts with: user agents contain quotes of their own.
  const follow = column.quoted && next?.quoted === true ? `"${format.delimiter}"` : `"${format.delimiter}`;
  const isLast = column.quoted && !columns.slice(i + 1).some(({ quoted }) => quoted);
  const closing = format.unescapedQuotes !== true ? 'closingQuote' : isLast ? 'lastQuote' : 'firstQuote';
  const end = `text, i + 1, ${JSON.stringify(follow)}`;
  const close = column.quoted && next?.form ? `quoteBefore(forms[${i + 1}], ${end})` : `${closing}(${end})`;
  const quoted = `j = ${close}; c${i} = text.substring(i + 1, j); i = j + 2; quotes += j < n ? 2 : 1;`;
  const brackets = `j = text.indexOf(']', i); if (j < 0) j = n; c${i} = text.substring(i + 1, j); i = j + 2;`;
  const bracketBranch =
    format.quotes === 'double-and-brackets' ? ` else if (text.charCodeAt(i) === 91) { ${brackets} }` : '';
  return `if (i < n) { if (text.charCodeAt(i) === 34) { ${quoted} }${bracketBranch} else { ${plain} } }`;
}

/** Position of the quote that ends the value: the first one that `follow` (quote and delimiter ...) matches, else the last of the line. */
function closingQuote(text: string, from: number, follow: string): number {
  let at = text.indexOf(follow, from);
  // `"-" ` and `"" `: the opening quote itself must not be taken for a closing one.
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf(follow, at + 1);
  if (at >= 0) return at;
  if (follow.length > 2) return closingQuote(text, from, follow.slice(0, 2));
  const last = text.length - 1;
  return last >= from && text.charCodeAt(last) === 34 ? last : text.length;
}

/** Position of the first quote that `follow` matches: a backslash before it is part of the value. */
function firstQuote(text: string, from: number, follow: string): number {
  const next = follow.charCodeAt(1);
  // One character is found faster than several, and hardly ever is it another quote.
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text.charCodeAt(at + 1) === next && (follow.length === 2 || text.charCodeAt(at + 2) === 34)) return at;
  }
  return closingQuote(text, from, follow);
}

/** Position of the first quote behind which a value of the next column's form stands. */
function quoteBefore(form: RegExp, text: string, from: number, follow: string): number {
  for (let at = text.indexOf(follow, from); at >= 0; at = text.indexOf(follow, at + 1)) {
    form.lastIndex = at + follow.length;
    if (form.test(text)) return at;
  }
  return closingQuote(text, from, follow);
}

/** Position of the last quote that `follow` matches, where no later value is in quotes. */
function lastQuote(text: string, from: number, follow: string): number {
  const at = text.lastIndexOf(follow);
  return at >= from ? at : closingQuote(text, from, follow);
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 92) backslashes++;
  return backslashes % 2 === 1;
}

function csvParser(format: ColumnsFormat, names: readonly string[]): (text: string) => RawRecord | undefined {
  const minimum = leastColumns(format, names.length);
  // An object made in one piece is read and written faster than one to which member after member was added.
  const members = names.map((name, i) => `[${JSON.stringify(name)}]: values[${i}]`);
  const recordOf = new Function(
    'values',
    'rest',
    `'use strict'; return { ${[...members, `${extraColumns}: rest`].join(', ')} };`,
  ) as (values: readonly string[], rest: string | undefined) => RawRecord;
  return (text) => {
    const values = splitCsv(text, format.delimiter);
    if (values.length < minimum) return undefined;
    return recordOf(
      values,
      values.length > names.length ? values.slice(names.length).join(format.delimiter) : undefined,
    );
  };
}

/** One RFC 4180 record to its values. */
export function splitCsv(text: string, delimiter: string): string[] {
  const values: string[] = [];
  let i = 0;
  for (;;) {
    if (text.charCodeAt(i) === 34) {
      let value = '';
      let j = text.indexOf('"', i + 1);
      let start = i + 1;
      while (j >= 0 && text.charCodeAt(j + 1) === 34) {
        value += text.substring(start, j + 1);
        start = j + 2;
        j = text.indexOf('"', start);
      }
      if (j < 0) j = text.length;
      values.push(value + text.substring(start, j));
      i = text.indexOf(delimiter, j + 1);
    } else {
      const j = text.indexOf(delimiter, i);
      values.push(text.substring(i, j < 0 ? text.length : j));
      i = j;
    }
    if (i < 0) return values;
    i += delimiter.length;
  }
}

/** Column names of a header line as field names: `-` becomes `_`, and `cs(User-Agent)` becomes `cs_user_agent`. */
export function headerNames(line: string, format: ColumnsFormat): string[] {
  const text = line.replace(/^#Fields:\s*/i, '').trim();
  const names = format.dialect === 'csv' ? splitCsv(text, format.delimiter) : text.split(/[\s,;|]+/);
  return names.map((name) => fieldName(name.trim()));
}

function fieldName(name: string): string {
  const plain = name.includes('(') ? name.toLowerCase().replace(')', '').replace('(', '_') : name;
  return plain.replaceAll('-', '_');
}
