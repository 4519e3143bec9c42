import { type LogTypeDefinition, type RawRecord, rawJson } from '@siem/log-type';
import { columnsParser, headerNames, type RecordParser } from './columns.ts';

/**
 * @param header the object's header line, where its format has one
 * @returns parser from a record's text to its raw fields
 */
export function createParser(definition: LogTypeDefinition, header: string | undefined): RecordParser {
  const { format } = definition;
  switch (format.kind) {
    case 'columns': {
      if (format.header !== 'file') return columnsParser(format, format.header);
      if (header !== undefined) return columnsParser(format, headerNames(header, format));
      return columnsParser(format, format.defaultHeader ?? []);
    }
    case 'json':
      return jsonParser;
    case 'text':
    case 'multiline':
      return patternParser(format.patterns);
    default:
      throw new Error(`Log type '${definition.name}' has the unknown format '${format.kind}'`);
  }
}

/** Records that are JSON objects. Throws SyntaxError where they are not even JSON. */
export const jsonParser: RecordParser = { names: undefined, parse: parseJsonObject };

function parseJsonObject(text: string): RawRecord | undefined {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RawRecord) : undefined;
}

const groupName = /\(\?<([A-Za-z_$][\w$]*)>/g;

/** Records by regular expressions; fields are the named groups of all of them. */
function patternParser(patterns: readonly RegExp[]): RecordParser {
  const names = [...new Set(patterns.flatMap((pattern) => [...pattern.source.matchAll(groupName)].map((m) => m[1]!)))];
  return {
    names,
    parse(text) {
      for (const pattern of patterns) {
        const groups = pattern.exec(text)?.groups;
        if (groups !== undefined) return groups;
      }
      return undefined;
    },
  };
}

/** Parses a record whose numbers may not fit a double; those stay the digits that the source wrote. */
export function parseExactJson(text: string): RawRecord | undefined {
  const value: unknown = (JSON.parse as ParseWithSource)(text, (_key, item, context) => {
    if (typeof item !== 'number' || Number.isSafeInteger(item) || context.source === undefined) return item;
    return /^-?\d+$/.test(context.source) ? rawJson(context.source) : item;
  });
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RawRecord) : undefined;
}

/** JSON.parse as V8 has it: the reviver also gets the source text of numbers. */
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;
