import type { IndexNaming } from '@siem/normalizer';
import { type OpenSearchConfig, OpenSearchConfigurationError, readOpenSearchConfig } from '@siem/opensearch-client';
import { z } from 'zod';
import { workerVariables } from './variables.ts';

const shape = Object.fromEntries(Object.entries(workerVariables).map(([name, { schema }]) => [name, schema])) as {
  [Name in keyof typeof workerVariables]: (typeof workerVariables)[Name]['schema'];
};
const schema = z.object(shape);
const placing = schema.pick({
  SIEM_INDEX_ROTATION: true,
  SIEM_INDEX_TIME: true,
  SIEM_INDEX_ZONE: true,
  SIEM_INDEX_SUFFIX: true,
  SIEM_MAX_FUTURE_SECONDS: true,
});

export interface WorkerConfig extends z.infer<typeof schema> {
  opensearch: OpenSearchConfig;
}

/** Stops the start. `problems` has one line for each variable that is wrong. */
export class ConfigurationError extends Error {
  readonly code = 'CONFIGURATION';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/**
 * Reads and checks everything at once; unset and empty mean the same.
 * @throws ConfigurationError naming each variable, what was found and what is allowed
 */
export function readWorkerConfig(environment: NodeJS.ProcessEnv): WorkerConfig {
  const set = setVariables(environment);
  const problems: string[] = [...unknownVariables(set)];
  const parsed = schema.safeParse(set);
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => describeIssue(issue, set)));
  let opensearch: OpenSearchConfig | undefined;
  try {
    opensearch = readOpenSearchConfig(environment);
  } catch (error) {
    if (!(error instanceof OpenSearchConfigurationError)) throw error;
    problems.push(...error.problems);
  }
  if (parsed.success) problems.push(...contradictions(parsed.data));
  if (problems.length > 0 || !parsed.success || opensearch === undefined) throw new ConfigurationError(problems);
  return { ...parsed.data, opensearch };
}

/** What decides where a document goes. */
export interface Placing {
  naming: IndexNaming;
  /** Documents further in the future get the ingest time. */
  maxFutureMs: number;
}

export function placingOf(config: z.infer<typeof placing>): Placing {
  return {
    naming: {
      rotation: config.SIEM_INDEX_ROTATION,
      time: config.SIEM_INDEX_TIME,
      zoneOffsetMinutes: offsetMinutes(config.SIEM_INDEX_ZONE),
      ...(config.SIEM_INDEX_SUFFIX === undefined ? {} : { suffix: config.SIEM_INDEX_SUFFIX }),
    },
    maxFutureMs: config.SIEM_MAX_FUTURE_SECONDS * 1000,
  };
}

/**
 * For those who write documents besides the worker: elsewhere they would be there twice.
 * @throws ConfigurationError
 */
export function readPlacing(environment: NodeJS.ProcessEnv): Placing {
  const set = setVariables(environment);
  const parsed = placing.safeParse(set);
  if (!parsed.success) throw new ConfigurationError(parsed.error.issues.map((issue) => describeIssue(issue, set)));
  return placingOf(parsed.data);
}

function setVariables(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
}

function describeIssue(issue: z.core.$ZodIssue, set: Record<string, string | undefined>): string {
  const name = String(issue.path[0]);
  const found = set[name];
  if (found === undefined)
    return `${name} is not set; it is required (${workerVariables[name as keyof typeof workerVariables].description})`;
  const right = issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message;
  return `${name} is '${found}'; it ${right}`;
}

/** A mistyped name would otherwise go unnoticed. */
function unknownVariables(set: Record<string, string | undefined>): string[] {
  const others = /^SIEM_(?:OPENSEARCH_|LOG_BUCKET|DLQ_URL|STACK_|INVOKED_FROM|TEST_|ENRICHMENT_)/;
  return Object.keys(set)
    .filter((name) => name.startsWith('SIEM_') && !(name in workerVariables) && !others.test(name))
    .map((name) => `${name} is not known; the README has the table of all variables`);
}

function contradictions(config: z.infer<typeof schema>): string[] {
  const problems: string[] = [];
  if (config.SIEM_CHUNK_BYTES > config.SIEM_MAX_RECORD_BYTES) {
    problems.push(
      `SIEM_CHUNK_BYTES (${config.SIEM_CHUNK_BYTES}) must not be larger than SIEM_MAX_RECORD_BYTES (${config.SIEM_MAX_RECORD_BYTES})`,
    );
  }
  if (config.SIEM_CHUNKS_PER_OBJECT > config.SIEM_CHUNKS_IN_FLIGHT) {
    problems.push(
      `SIEM_CHUNKS_PER_OBJECT (${config.SIEM_CHUNKS_PER_OBJECT}) must not be larger than SIEM_CHUNKS_IN_FLIGHT (${config.SIEM_CHUNKS_IN_FLIGHT})`,
    );
  }
  return problems;
}

/** `+09:00` in minutes. */
function offsetMinutes(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return offset.startsWith('-') ? -minutes : minutes;
}
