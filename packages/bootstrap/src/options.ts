import { readFileSync } from 'node:fs';
import { channelSchema, detections } from '@siem/alerting';
import { parse } from 'yaml';
import { z } from 'zod';
import { BootstrapError } from './errors.ts';

const positive = z.number().int().positive();

const members = z.strictObject({
  backendRoles: z.array(z.string().min(1)).default([]),
  users: z.array(z.string().min(1)).default([]),
});
export type RoleMembers = z.output<typeof members>;

/** What operators choose, in a YAML or JSON file; everything has a default, unknown names are refused. */
export const optionsSchema = z.strictObject({
  /** As the worker's SIEM_INDEX_ROTATION. `auto`: write aliases that ISM rolls over. `aoss` goes with serverless. */
  rotation: z.enum(['auto', 'daily', 'weekly', 'monthly', 'yearly', 'aoss']).default('monthly'),
  /** With rotation `auto`: what the name that workers write to stands for. */
  rollsOverAs: z.enum(['alias', 'data-stream']).default('alias'),
  /** @defaultvalue 1; 0 where there is one data node */
  replicas: z.number().int().min(0).max(5).optional(),
  codec: z.enum(['best_compression', 'zstd', 'zstd_no_dict', 'default']).default('best_compression'),
  refreshIntervalSeconds: positive.default(10),
  /** Raw gigabytes a day by index name, for the number of shards. */
  expectedGigabytesPerDay: z.record(z.string(), z.number().positive()).default({}),
  lifecycle: z
    .strictObject({
      /** False: no ISM policies; the operator's own decide. */
      enabled: z.boolean().default(true),
      /** Whether the domain has UltraWarm and cold storage. */
      warm: z.boolean().default(false),
      cold: z.boolean().default(false),
      /** A registered repository; indexes are copied there before they are deleted. */
      snapshotRepository: z.string().min(1).optional(),
      /** By index name, over the table in packages/lifecycle. */
      retention: z
        .record(
          z.string(),
          z.strictObject({
            warmAfterDays: positive.optional(),
            coldAfterDays: positive.optional(),
            deleteAfterDays: z.union([positive, z.literal('never')]).optional(),
          }),
        )
        .default({}),
      /** With rotation `auto`: when a write index is full. */
      rollover: z.strictObject({ gigabytesPerShard: positive, days: positive }).optional(),
    })
    .prefault({}),
  security: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Turns the audit log of the security plugin on where it is off. */
      auditLog: z.boolean().default(true),
      /** Who has the roles: IAM role ARNs are backend roles. */
      writers: members.prefault({}),
      monitors: members.prefault({}),
      operators: members.prefault({}),
      analysts: members.prefault({}),
      readers: members.prefault({}),
      /** Groups that see the documents of some accounts only. */
      accountGroups: z
        .record(
          z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be lower case letters, digits, - and _'),
          z.strictObject({
            accounts: z.array(z.string().regex(/^\d{12}$/, 'must be an account id of 12 digits')).min(1),
            ...members.shape,
          }),
        )
        .default({}),
    })
    .prefault({}),
  alerting: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Where alerts go, by a name of the operator's; none: they show in OpenSearch Dashboards only. */
      channels: z
        .record(z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be lower case letters, digits, - and _'), channelSchema)
        .default({}),
      /** Detections that are installed and do not run. */
      disabled: z
        .array(z.string().refine((name) => detections.some((detection) => detection.name === name), 'is no detection'))
        .default([]),
    })
    .prefault({}),
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
  const options = parseOptions({ ...(rotation && { rotation }), ...(given ?? {}) }, source);
  return withRoles(options, environment);
}

/** Roles of tasks that Terraform names; they come on top of those in the file. */
function withRoles(options: BootstrapOptions, environment: Environment): BootstrapOptions {
  const security = { ...options.security };
  for (const [member, variable] of [
    ['writers', 'SIEM_WORKER_ROLE_ARN'],
    ['monitors', 'SIEM_HOUSEKEEPER_ROLE_ARN'],
  ] as const) {
    const arn = environment[variable];
    if (arn === undefined || arn === '') continue;
    const { backendRoles, users } = security[member];
    security[member] = { backendRoles: [...new Set([...backendRoles, arn])], users };
  }
  return { ...options, security };
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
