import { readFileSync } from 'node:fs';
import { DefinitionFileError } from '@siem/custom-log-types';
import { z } from 'zod';
import { checkExpression } from './read-yaml.ts';
import type { ConditionRule } from './rules.ts';

const schema = z.object({
  action: z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(z.enum(['EXCLUDE', 'COUNT', 'DISABLE'])),
  expression: z.string().min(1),
});

/**
 * The reference's parameter `/siem/exclude-logs/<log type>/<name>` as a file `<log type>/<name>.json`:
 * `{"action": "COUNT", "expression": "…"}`.
 * @throws DefinitionFileError
 */
export function readParameterRule(file: string, logType: string, name: string): ConditionRule[] {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => `1: ${path.join('.')}: ${message}`);
      throw new DefinitionFileError(file, problems);
    }
    const { action, expression } = parsed.data;
    if (action === 'DISABLE') return [];
    checkExpression(expression);
    return [{ name: `${logType}/${name}`, logType, action: action === 'COUNT' ? 'count' : 'exclude', expression }];
  } catch (error) {
    if (error instanceof DefinitionFileError) throw error;
    throw new DefinitionFileError(file, [`1: ${(error as Error).message}`]);
  }
}
