import type { Format, LogTypeDefinition, Mapping, MappingRule } from '@siem/log-type';
import { compileExpression } from './expression.ts';
import { LinearPattern } from './linear-pattern.ts';
import type { LogTypeFile } from './schema.ts';

/** A part of the file that cannot be used; the path says which. */
export class PartError extends Error {
  readonly path: readonly (string | number)[];

  constructor(path: readonly (string | number)[], cause: unknown) {
    super((cause as Error).message, { cause });
    this.name = 'PartError';
    this.path = path;
  }
}

/** Needed of a log type that extends no other. */
const needed = ['name', 'keys', 'index', 'format', 'timestamp'] as const;

/**
 * The definition that the compiler takes: patterns that run in linear time, expressions as functions.
 * @param base what the file extends
 * @throws PartError
 */
export function toDefinition(file: LogTypeFile, base: LogTypeDefinition | undefined): LogTypeDefinition {
  const own = convert(file);
  if (base === undefined) {
    for (const field of needed) {
      if (file[field] === undefined)
        throw new PartError([field], new Error('is needed in a log type that extends no other'));
    }
    const { name } = file;
    return { title: name!, source: '', exampleKey: '', ecs: {}, ...own } as LogTypeDefinition;
  }
  const ecs = { ...base.ecs, ...own.ecs };
  for (const [field, mapping] of Object.entries(file.ecs ?? {})) if (mapping === null) delete ecs[field];
  return { ...base, ...own, ecs, fields: { ...base.fields, ...own.fields } };
}

function convert(file: LogTypeFile): Partial<LogTypeDefinition> {
  const { extends: _, keys, ignoredKeys, content, format, ecs, ...rest } = file;
  return {
    ...(rest as Partial<LogTypeDefinition>),
    ...(keys && { keys: patterns(keys, ['keys']) }),
    ...(ignoredKeys && { ignoredKeys: patterns(ignoredKeys, ['ignoredKeys']) }),
    ...(content && {
      content: {
        ...content,
        text: content.text === undefined ? undefined : pattern(content.text, ['content', 'text']),
      } as NonNullable<LogTypeDefinition['content']>,
    }),
    ...(format && { format: toFormat(format) }),
    ...(ecs && { ecs: mappings(ecs) }),
  };
}

const patternFields = ['headerPattern', 'ignore', 'first', 'notAfter'] as const;

function toFormat(format: NonNullable<LogTypeFile['format']>): Format {
  const converted: Record<string, unknown> = { ...format };
  for (const field of patternFields) {
    const source = converted[field];
    if (typeof source === 'string') converted[field] = pattern(source, ['format', field]);
  }
  if ('patterns' in format) converted['patterns'] = patterns(format.patterns, ['format', 'patterns']);
  return converted as unknown as Format;
}

function mappings(ecs: NonNullable<LogTypeFile['ecs']>): Record<string, Mapping> {
  const converted: Record<string, Mapping> = {};
  for (const [field, mapping] of Object.entries(ecs)) {
    if (mapping === null) continue;
    if (!/^[A-Za-z@_][\w@-]*(?:\.[A-Za-z@_][\w@-]*)*$/.test(field) || field.split('.').includes('__proto__'))
      throw new PartError(['ecs', field], new Error('is no field name; right is e.g. source.ip'));
    converted[field] = typeof mapping === 'string' || Array.isArray(mapping) ? mapping : toRule(mapping, field);
  }
  return converted;
}

function toRule(
  { expression, ...rule }: Exclude<NonNullable<LogTypeFile['ecs']>[string], string | string[] | null>,
  field: string,
): Mapping {
  if (expression === undefined) return rule as MappingRule;
  if (Object.keys(rule).length > 0)
    throw new PartError(
      ['ecs', field],
      new Error(`has an expression and ${Object.keys(rule).join(', ')}; an expression stands alone`),
    );
  try {
    return compileExpression(expression);
  } catch (cause) {
    throw new PartError(['ecs', field, 'expression'], cause);
  }
}

function patterns(sources: readonly string[], path: readonly string[]): LinearPattern[] {
  return sources.map((source, i) => pattern(source, [...path, i]));
}

function pattern(source: string, path: readonly (string | number)[]): LinearPattern {
  try {
    return new LinearPattern(source);
  } catch (cause) {
    throw new PartError(path, cause);
  }
}
