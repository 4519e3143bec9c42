import { DefinitionFileError, describe, LinearPattern, readYamlFile } from '@siem/custom-log-types';
import { search } from 'jmespath';
import { z } from 'zod';
import { ExclusionRules } from './rules.ts';

const action = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(['exclude', 'count', 'disable']));

const schema = z.strictObject({
  /** Objects, by their S3 key. */
  keys: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        pattern: z.string().min(1),
        log_types: z.array(z.string()).optional(),
      }),
    )
    .default([]),
  /** Records, by a field of the source. */
  fields: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        log_type: z.string().min(1),
        field: z.string().min(1),
        equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
        pattern: z.string().optional(),
      }),
    )
    .default([]),
  /** Documents, by a JMESPath expression. */
  conditions: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        log_type: z.string().min(1),
        action: action.default('exclude'),
        expression: z.string().min(1),
      }),
    )
    .default([]),
});

/** Rules in YAML. @throws DefinitionFileError with line, column, key, what was found and what is right */
export function readYamlRules(file: string): ExclusionRules {
  const { data, document, lines } = readYamlFile(file, schema);
  const problems: string[] = [];
  const attempt = <T>(path: (string | number)[], make: () => T): T[] => {
    try {
      return [make()];
    } catch (error) {
      problems.push(describe(path, (error as Error).message, document, lines));
      return [];
    }
  };
  const keys = data.keys.flatMap(({ name, pattern, log_types }, i) =>
    attempt(['keys', i, 'pattern'], () => ({
      name,
      pattern: new LinearPattern(pattern),
      ...(log_types !== undefined && { logTypes: log_types }),
    })),
  );
  const fields = data.fields.flatMap(({ name, log_type, field, equals, pattern }, i) =>
    attempt(['fields', i], () => {
      if ((equals === undefined) === (pattern === undefined)) throw new Error('has to have either equals or pattern');
      const test =
        pattern === undefined
          ? { test: (text: string) => text === String(equals) }
          : new LinearPattern(`^(?:${pattern})$`);
      return { name, logType: log_type, path: field.split('.'), pattern: test };
    }),
  );
  const conditions = data.conditions.flatMap(({ name, log_type, action: does, expression }, i) =>
    does === 'disable'
      ? []
      : attempt(['conditions', i, 'expression'], () => {
          checkExpression(expression);
          return { name, logType: log_type, action: does, expression };
        }),
  );
  if (problems.length > 0) throw new DefinitionFileError(file, problems);
  return new ExclusionRules(keys, fields, conditions);
}

/** @throws Error saying that it is no JMESPath */
export function checkExpression(expression: string): void {
  try {
    search({}, expression);
  } catch (error) {
    const { name, message } = error as Error;
    // Others say that a function got a value of the wrong type, as of a field that an empty document lacks.
    if (name === 'ParserError' || name === 'LexerError') throw new Error(`is no JMESPath: ${message}`);
  }
}
