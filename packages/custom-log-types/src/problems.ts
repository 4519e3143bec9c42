import leven from 'leven';
import { type Document, isMap, isNode, isPair, isScalar, type LineCounter } from 'yaml';
import type { z } from 'zod';

/** What is wrong in a file, and where. Its message names the place, what was found and what is right. */
export class DefinitionFileError extends Error {
  readonly code = 'definition_file';
  readonly file: string;

  constructor(file: string, problems: readonly string[]) {
    super(problems.map((problem) => `${file}:${problem}`).join('\n'));
    this.name = 'DefinitionFileError';
    this.file = file;
  }
}

type Key = PropertyKey;

/** `12:5 format.kind: …` per issue. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], document: Document, lines: LineCounter): string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => describe([...issue.path, key], unknownKey(key, issue), document, lines, true));
    }
    return [describe(issue.path, issueText(issue, document), document, lines)];
  });
}

/** @param path place in the file that the text is about */
export function describe(
  path: readonly Key[],
  text: string,
  document: Document,
  lines: LineCounter,
  atKey = false,
): string {
  const { line, col } = lines.linePos(offsetOf(path, document, atKey));
  return `${line}:${col} ${path.length === 0 ? '' : `${path.map(String).join('.')}: `}${text}`;
}

function issueText(issue: z.core.$ZodIssue, document: Document): string {
  const found = document.getIn(issue.path as unknown[]);
  const text = found === undefined ? 'is missing' : `found ${JSON.stringify(isNode(found) ? found.toJSON() : found)}`;
  if (issue.code === 'invalid_value')
    return `${text}; allowed: ${issue.values.join(', ')}${nearest(found, issue.values)}`;
  if (issue.code === 'invalid_union' && 'discriminator' in issue)
    return `${text}; allowed kinds: columns, text, multiline, json, xml, winevtxml, cef, leef, keyvalue, syslog, parquet`;
  return `${text}; ${issue.message}`;
}

function unknownKey(key: string, issue: z.core.$ZodIssueUnrecognizedKeys): string {
  const known = 'known' in issue && Array.isArray(issue.known) ? (issue.known as string[]) : [];
  return `is not known here${nearest(key, known)}`;
}

function nearest(found: unknown, allowed: readonly unknown[]): string {
  const best = allowed
    .map((name) => ({ name: String(name), distance: leven(String(found), String(name)) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return best !== undefined && best.distance <= 3 ? `; did you mean '${best.name}'?` : '';
}

/** Where the value, or its key, stands; of what is missing, where its owner does. */
function offsetOf(path: readonly Key[], document: Document, atKey: boolean): number {
  if (atKey || !document.hasIn(path as unknown[])) {
    const owner = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1) as unknown[], true);
    if (isMap(owner)) {
      const pair = owner.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1));
      if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
    }
    if (path.length === 0) return 0;
    return atKey ? 0 : offsetOf(path.slice(0, -1), document, false);
  }
  const node = document.getIn(path as unknown[], true);
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
