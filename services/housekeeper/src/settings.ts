import { z } from 'zod';

const schema = z.object({
  /** Bucket that the workers load from. */
  SIEM_LOG_BUCKET: z.string().min(3),
  AWS_REGION: z.string().min(1),
  /** Of the keys; asked of STS when not set. */
  SIEM_ACCOUNT_ID: z
    .string()
    .regex(/^\d{12}$/, 'must be 12 digits')
    .optional(),
  /** Time between two runs, as the schedule has it. */
  SIEM_METRICS_PERIOD_HOURS: z.coerce.number().int().min(1).max(24).default(1),
  /** Of serverless collections: days after its last event until an index is deleted; nothing is when not set. */
  SIEM_DELETE_AFTER_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
});

export type Settings = z.infer<typeof schema>;

/** @throws Error naming each variable that is wrong, and what is right */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}
