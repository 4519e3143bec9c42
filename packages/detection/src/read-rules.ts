import { DefinitionFileError, describe, LinearPattern, readYamlFile } from '@siem/custom-log-types';
import { z } from 'zod';
import type { Condition, Rule } from './detection-rules.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const condition = z.union([scalar, z.array(scalar).min(1), z.strictObject({ pattern: z.string().min(1) })], {
  error: 'must be a value, a list of values, or {pattern: …}',
});
const conditions = z.record(z.string().min(1), condition);

const schema = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9][a-z0-9-]{2,63}$/, 'must be 3 to 64 lower case letters, digits and hyphens'),
        name: z.string().min(1).max(200),
        severity: z.enum(['low', 'medium', 'high', 'critical']),
        /** Why it matters and what to look at; for people. */
        description: z.string().optional(),
        /** Of MITRE ATT&CK, such as T1562.008. */
        technique: z
          .string()
          .regex(/^T\d{4}(?:\.\d{3})?$/, 'must be like T1562.008')
          .optional(),
        log_types: z.array(z.string()).min(1),
        when: conditions.refine((when) => Object.keys(when).length > 0, 'must name a field'),
        unless: conditions.default({}),
      }),
    )
    .default([]),
});

/** @throws DefinitionFileError with line, column, key, what was found and what is right */
export function readRuleFile(file: string): Rule[] {
  const { data, document, lines } = readYamlFile(file, schema);
  const problems: string[] = [];
  const rules = data.rules.map(({ id, name, severity, log_types, when, unless }, i) => {
    const read = (part: 'when' | 'unless', fields: z.infer<typeof conditions>) =>
      Object.entries(fields).flatMap(([field, wanted]) => {
        try {
          return [toCondition(field, wanted)];
        } catch (error) {
          problems.push(describe(['rules', i, part, field, 'pattern'], (error as Error).message, document, lines));
          return [];
        }
      });
    return { id, name, severity, logTypes: log_types, when: read('when', when), unless: read('unless', unless) };
  });
  if (problems.length > 0) throw new DefinitionFileError(file, problems);
  return rules;
}

function toCondition(field: string, wanted: z.infer<typeof condition>): Condition {
  const path = field.split('.');
  if (typeof wanted === 'object' && !Array.isArray(wanted)) return { path, test: new LinearPattern(wanted.pattern) };
  const exact = new Set([wanted].flat().map(String));
  return { path, test: { test: (text) => exact.has(text) }, exact };
}
