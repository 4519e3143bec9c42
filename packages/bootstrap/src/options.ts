import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { BootstrapError } from './errors.ts';

const positive = z.number().int().positive();

/** What operators choose, in a YAML or JSON file; everything has a default, unknown names are refused. */
export const optionsSchema = z.strictObject({
  /** As the worker's SIEM_INDEX_ROTATION. `auto`: write aliases that ISM rolls over. `aoss` goes with serverless. */
  rotation: z.enum(['auto', 'daily', 'weekly', 'monthly', 'yearly', 'aoss']).default('monthly'),
  /** @defaultvalue 1; 0 where there is one data node */
  replicas: z.number().int().min(0).max(5).optional(),
  codec: z.enum(['best_compression', 'zstd', 'zstd_no_dict', 'default']).default('best_compression'),
  refreshIntervalSeconds: positive.default(10),
  /** Raw gigabytes a day by index name, for the number of shards. */
  expectedGigabytesPerDay: z.record(z.string(), z.number().positive()).default({}),
});

export type BootstrapOptions = z.output<typeof optionsSchema>;

/** Days that one index takes documents, for its number of shards. */
export const daysPerIndex: Record<BootstrapOptions['rotation'], number> = {
  auto: 1,
  daily: 1,
  weekly: 7,
  monthly: 31,
  yearly: 366,
  aoss: 1,
};

/** @throws BootstrapError naming every value that is wrong and where it stands */
export function parseOptions(input: unknown, source: string): BootstrapOptions {
  const parsed = optionsSchema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `  ${path.length === 0 ? 'the file' : path.join('.')}: ${message}`,
  );
  throw new BootstrapError('SIEM_BOOTSTRAP_CONFIGURATION', `${source} is not right:\n${problems.join('\n')}`);
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Options of a process: the file, or the JSON text itself, in SIEM_BOOTSTRAP_CONFIG, and what the worker's own
 * variables say.
 */
export function readOptions(
  environment: Environment,
  file = environment['SIEM_BOOTSTRAP_CONFIG'] ?? '',
): BootstrapOptions {
  const isInline = file.trimStart().startsWith('{');
  const source = file === '' ? 'The configuration' : isInline ? 'SIEM_BOOTSTRAP_CONFIG' : file;
  const rotation = environment['SIEM_INDEX_ROTATION'];
  const given = file === '' ? {} : parseText(isInline ? file : readText(file), source);
  return parseOptions({ ...(rotation && { rotation }), ...(given ?? {}) }, source);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new BootstrapError('SIEM_BOOTSTRAP_CONFIGURATION', `${file} cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function parseText(text: string, source: string): object | null {
  try {
    return parse(text) as object | null;
  } catch (cause) {
    throw new BootstrapError(
      'SIEM_BOOTSTRAP_CONFIGURATION',
      `${source} is no YAML or JSON: ${(cause as Error).message}`,
      { cause },
    );
  }
}
