import { parse } from '@marcbachmann/cel-js';
import type { Derived, RawRecord } from '@siem/log-type';

/**
 * An expression in CEL (Common Expression Language), e.g. `record.sent + record.received`. It sees the raw record as
 * `record` and nothing else, has no loops but over lists of the record, and cannot change anything. Where it fails, for
 * instance because a field is missing, the mapping has no value.
 * @throws Error saying what is wrong with it
 */
export function compileExpression(source: string): (record: RawRecord, derived: Derived) => unknown {
  if (/\bmatches\s*\(/.test(source))
    throw new Error('matches() is not allowed, since it may take for ever; use patterns of the format instead');
  const evaluate = parse(source);
  const run = (record: RawRecord) => {
    try {
      return plain(evaluate({ record }));
    } catch {
      return undefined;
    }
  };
  // So that it can be shown.
  return Object.assign(run, { expression: source });
}

/** CEL's whole numbers are BigInts. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return Array.isArray(value) ? value.map(plain) : value;
}
