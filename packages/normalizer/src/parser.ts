import { type ColumnsFormat, isRawJson, type LogTypeDefinition, type RawRecord, rawJson } from '@siem/log-type';
import { columnsParser, headerNames } from './columns.ts';
import { cefParser } from './formats/cef.ts';
import { keyValueParser } from './formats/key-value.ts';
import { leefParser } from './formats/leef.ts';
import { patternParser } from './formats/patterns.ts';
import { syslogParser } from './formats/syslog.ts';
import { windowsEventParser } from './formats/windows-event.ts';
import { xmlParser } from './formats/xml.ts';
import type { RecordParser } from './record-parser.ts';

/**
 * @param header the object's header line, where its format has one
 * @returns parser from a record's text to its raw fields
 */
export function createParser(definition: LogTypeDefinition, header: string | undefined): RecordParser {
  const { format } = definition;
  switch (format.kind) {
    case 'columns': {
      if (format.header !== 'file') return delimitedParser(format, format.header);
      if (header !== undefined) return delimitedParser(format, headerNames(header, format));
      return delimitedParser(format, format.defaultHeader ?? []);
    }
    case 'json':
      return jsonParser;
    case 'parquet':
      return jsonParser;
    case 'text':
    case 'multiline':
      return patternParser(format.patterns);
    case 'xml':
      return xmlParser(format.element);
    case 'winevtxml':
      return windowsEventParser;
    case 'cef':
      return cefParser(format);
    case 'leef':
      return leefParser;
    case 'keyvalue':
      return keyValueParser(format);
    case 'syslog':
      return syslogParser;
    default: {
      const unknown: never = format;
      throw new Error(`Log type '${definition.name}' has the unknown format ${JSON.stringify(unknown)}`);
    }
  }
}

/** Sources let their users choose the delimiter: the line itself tells which one it has most of. */
function delimitedParser(format: ColumnsFormat, header: readonly string[]): RecordParser {
  const usual = columnsParser(format, header);
  const others = format.otherDelimiters?.map((delimiter) => ({
    delimiter,
    parse: columnsParser({ ...format, delimiter }, header).parse,
  }));
  if (others === undefined) return usual;
  return {
    names: usual.names,
    parse(text) {
      if (text.includes(format.delimiter)) return usual.parse(text);
      let [best, most] = [usual, 0];
      for (const { delimiter, parse } of others) {
        const count = occurrences(text, delimiter);
        if (count > most) [best, most] = [{ names: usual.names, parse }, count];
      }
      return best.parse(text);
    },
  };
}

function occurrences(text: string, delimiter: string): number {
  let count = 0;
  for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) count++;
  return count;
}

/** Records that are JSON objects. Throws SyntaxError where they are not even JSON. */
export const jsonParser: RecordParser = { names: undefined, isJson: true, parse: parseJsonObject };

function parseJsonObject(text: string): RawRecord | undefined {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : undefined;
}

/** False for lists, and for the objects that stand for numbers too big for JavaScript. */
export function isRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawJson(value);
}

const longNumber = /\d{16,}|\d[eE][+-]?\d{3}/g;
const maxSafe = String(Number.MAX_SAFE_INTEGER);

/** Some digits stand for a number that a double may not hold. Ids of 16 digits often fit. */
function hasUnsafeNumber(text: string): boolean {
  longNumber.lastIndex = 0;
  for (let match = longNumber.exec(text); match !== null; match = longNumber.exec(text)) {
    if (match[0].length !== maxSafe.length || match[0] > maxSafe) return true;
  }
  return false;
}

/** Parses a record whose numbers may not fit a double; those stay the digits that the source wrote. */
export function parseExactJson(text: string): RawRecord | undefined {
  if (!hasUnsafeNumber(text)) return parseJsonObject(text);
  const value: unknown = (JSON.parse as ParseWithSource)(text, (_key, item, context) => {
    if (typeof item !== 'number' || Number.isSafeInteger(item) || context.source === undefined) return item;
    return /^-?\d+$/.test(context.source) ? rawJson(context.source) : item;
  });
  return isRecord(value) ? value : undefined;
}

/** The record once more with doubles; undefined where it has no number that a double does not hold, or is no JSON. */
export function withPlainNumbers(raw: string, { parser }: { parser: RecordParser }): RawRecord | undefined {
  if (parser.isJson !== true || !hasUnsafeNumber(raw)) return undefined;
  try {
    return parseJsonObject(raw);
  } catch {
    return undefined;
  }
}

/** JSON.parse as V8 has it: the reviver also gets the source text of numbers. */
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;
