import type { SampleResult } from './run-sample.ts';

/** Field by field differences as lines a person reads; empty when both are equal. */
export function diffText(expected: SampleResult, actual: SampleResult): string[] {
  const lines: string[] = [];
  const a = leaves(expected);
  const b = leaves(actual);
  for (const [path, value] of a) {
    if (!b.has(path)) lines.push(`- ${path}: ${value} (missing)`);
    else if (b.get(path) !== value) lines.push(`~ ${path}: expected ${value}, found ${b.get(path)}`);
  }
  for (const [path, value] of b) if (!a.has(path)) lines.push(`+ ${path}: ${value} (not expected)`);
  return lines;
}

function leaves(result: SampleResult): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string, value: unknown): void => {
    if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
      for (const [key, item] of Object.entries(value)) visit(path === '' ? key : `${path}.${key}`, item);
    } else found.set(path, JSON.stringify(value) ?? 'undefined');
  };
  visit('', result);
  return found;
}
