import type { RecordParser } from '../record-parser.ts';

const groupName = /\(\?<([A-Za-z_$][\w$]*)>/g;

/** Records by regular expressions, the first that matches; fields are the named groups of all of them. */
export function patternParser(patterns: readonly RegExp[]): RecordParser {
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
