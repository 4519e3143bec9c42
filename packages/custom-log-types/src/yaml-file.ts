import { readFileSync } from 'node:fs';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { DefinitionFileError, describeIssues } from './problems.ts';

export interface YamlFile<T> {
  data: T;
  /** For saying where something stands. */
  document: Document;
  lines: LineCounter;
}

/** @throws DefinitionFileError with line, column, key, what was found and what is right, for all that is wrong */
export function readYamlFile<T extends z.ZodObject>(file: string, schema: T): YamlFile<z.infer<T>> {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0]);
      return `${line}:${col} is no YAML: ${message}`;
    });
    throw new DefinitionFileError(file, problems);
  }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (parsed.success) return { data: parsed.data, document, lines };
  const issues = withKnownKeys(parsed.error.issues, Object.keys(schema.shape));
  throw new DefinitionFileError(file, describeIssues(issues, document, lines));
}

/** So that a misspelt key can be answered with the right one. */
function withKnownKeys<T extends { code?: string | undefined; path: readonly PropertyKey[] }>(
  issues: readonly T[],
  known: readonly string[],
): T[] {
  return issues.map((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? { ...issue, known } : issue,
  );
}
