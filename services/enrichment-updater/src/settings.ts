import { z } from 'zod';

const threatList = z.object({
  url: z
    .url()
    .refine((url) => url.startsWith('https://') || /^http:\/\/127\.0\.0\.1[:/]/.test(url), 'must begin with https://'),
  format: z.enum(['text', 'csv', 'stix']).default('text'),
  column: z.string().nullish(),
});
export type ThreatList = z.infer<typeof threatList>;

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
});

const schema = z.object({
  /** Bucket that the workers read from. */
  SIEM_ENRICHMENT_BUCKET: z.string().min(3),
  /** JSON: name to {url, format, column}. */
  SIEM_THREAT_LISTS: json.pipe(z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/), threatList)).default({}),
  SIEM_MAXMIND_ACCOUNT_ID: z.string().regex(/^\d+$/, 'must be digits').optional(),
  SIEM_MAXMIND_LICENSE_KEY: z.string().min(1).optional(),
  SIEM_MAXMIND_EDITIONS: z
    .string()
    .default('GeoLite2-City,GeoLite2-ASN')
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(['GeoLite2-City', 'GeoLite2-ASN', 'GeoIP2-City', 'GeoIP2-ISP']))),
  SIEM_MAXMIND_URL: z.url().default('https://download.maxmind.com'),
});

export type Settings = z.infer<typeof schema>;

/** @throws Error naming each variable that is wrong; no values, which may be secrets */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success)
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  const { SIEM_MAXMIND_ACCOUNT_ID: account, SIEM_MAXMIND_LICENSE_KEY: key } = parsed.data;
  if ((account === undefined) !== (key === undefined))
    throw new Error('SIEM_MAXMIND_ACCOUNT_ID and SIEM_MAXMIND_LICENSE_KEY go together; one of them is not set');
  return parsed.data;
}
