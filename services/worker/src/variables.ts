import { availableParallelism } from 'node:os';
import type { ConfigurationVariable } from '@siem/opensearch-client';
import { z } from 'zod';

/** How a variable is read, and its row in the README's table, which is generated from here. */
interface VariableDefinition<T extends z.ZodType> extends Omit<ConfigurationVariable, 'name'> {
  schema: T;
}

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

function number(unit: string, defaultValue: number, min: number, max: number, description: string) {
  const schema = z
    .string()
    .regex(/^\d+$/, `must be a whole number of ${unit}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max} ${unit}`)
    .default(defaultValue);
  return define(unit, String(defaultValue), description, schema);
}

function define<T extends z.ZodType>(
  unit: string,
  defaultValue: string,
  description: string,
  schema: T,
): VariableDefinition<T> {
  return { unit, default: defaultValue, description, schema };
}

const text = z.string();
const url = text.refine((value) => URL.canParse(value), 'must be a URL');
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const bucketRoles = text
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
      return z.NEVER;
    }
  })
  .pipe(
    z.array(
      z.strictObject({
        bucket: z.string().min(1),
        roleArn: z.string().regex(/^arn:[a-z-]+:iam::\d{12}:role\//, 'must be the ARN of a role'),
        externalId: z.string().optional(),
      }),
    ),
  );
const offset = text.regex(/^[+-]\d{2}:\d{2}$/, 'must be an offset such as +09:00');

/** Every variable of the worker except those of the OpenSearch client and of the AWS SDK. */
export const workerVariables = {
  SIEM_QUEUE_URL: define('URL', 'required', 'SQS queue with the notifications', url),
  SIEM_DEAD_LETTER_BUCKET: define(
    'bucket',
    'required',
    'S3 bucket for records that could not become documents',
    text.min(3),
  ),
  SIEM_THREADS: number('threads', availableParallelism(), 1, 64, 'Threads that parse and map'),
  SIEM_THREAD_MEMORY_MIB: number('MiB', 512, 64, 16_384, 'Heap limit of a thread'),
  SIEM_TASK_TIMEOUT_SECONDS: number(
    's',
    20,
    1,
    600,
    'Longest time for a chunk in a thread; a chunk above SIEM_CHUNK_BYTES gets more',
  ),
  SIEM_MAX_POISON_RECORDS: number(
    'records',
    5,
    0,
    1000,
    'Records of one object that may hang or crash a thread; with more, its message ends in the DLQ',
  ),
  SIEM_CHUNK_BYTES: number('bytes', MiB, 16 * KiB, 16 * MiB, 'Records handed to a thread at once'),
  SIEM_CHUNKS_PER_OBJECT: number('chunks', 4, 1, 64, 'Chunks of one object in work at the same time'),
  SIEM_CHUNKS_IN_FLIGHT: number('chunks', 12, 1, 256, 'Chunks of all objects in work: bounds the memory'),
  SIEM_RECEIVES: number('requests', 2, 1, 16, 'Long polls of the queue at the same time'),
  SIEM_MESSAGES_IN_FLIGHT: number('messages', 40, 1, 1000, 'Messages in work at the same time'),
  SIEM_BYTES_IN_FLIGHT: number(
    'bytes',
    512 * MiB,
    MiB,
    64 * GiB,
    'Stored bytes of the objects in work; a larger object counts a quarter of it',
  ),
  SIEM_VISIBILITY_TIMEOUT_SECONDS: number(
    's',
    120,
    10,
    43_200,
    'How long a received message stays hidden; extended while in work',
  ),
  SIEM_DRAIN_SECONDS: number(
    's',
    90,
    1,
    3_600,
    'After SIGTERM: time for work in flight before it goes back to the queue',
  ),
  SIEM_MAX_BULK_BYTES: number('bytes', 5 * MiB, 64 * KiB, 90 * MiB, 'Largest bulk request'),
  SIEM_MAX_BULK_REQUESTS: number('requests', 8, 1, 64, 'Most bulk requests in flight; the writer adapts below it'),
  SIEM_FLUSH_INTERVAL_MS: number('ms', 200, 1, 60_000, 'Longest wait for a bulk request to fill'),
  SIEM_MAX_UNCOMPRESSED_BYTES: number(
    'bytes',
    32 * GiB,
    MiB,
    1024 * GiB,
    'Uncompressed size at which an object is refused',
  ),
  SIEM_MAX_COMPRESSION_RATIO: number(
    'times',
    1_000,
    10,
    100_000,
    'Uncompressed to stored size at which an object is refused',
  ),
  SIEM_CONTENT_DETECTION: define(
    'true, false',
    'true',
    'Look into objects whose key no log type knows, and load them as what they look like',
    flag.default(true),
  ),
  SIEM_MAX_RECORD_BYTES: number('bytes', 16 * MiB, KiB, 256 * MiB, 'Longest record; longer ones are dead letters'),
  SIEM_INDEX_ROTATION: define(
    'mode',
    'monthly',
    'When a new index begins',
    z.enum(['auto', 'daily', 'weekly', 'monthly', 'yearly', 'aoss']).default('monthly'),
  ),
  SIEM_INDEX_TIME: define(
    'event, ingest',
    'event',
    'Time that decides on the index',
    z.enum(['event', 'ingest']).default('event'),
  ),
  SIEM_INDEX_ZONE: define('offset', '+00:00', 'Time zone in which the days of indexes begin', offset.default('+00:00')),
  SIEM_INDEX_SUFFIX: define(
    'text',
    'none',
    'Put behind the index name, before the rotation part',
    text.regex(/^[a-z0-9_-]+$/, 'must be lower case letters, digits, - and _').optional(),
  ),
  SIEM_MAX_FUTURE_SECONDS: number(
    's',
    86_400,
    0,
    31_536_000,
    'Documents further in the future get the ingest time and a tag',
  ),
  SIEM_GEOIP_DIR: define('path', 'none', 'Directory with GeoLite2-City.mmdb and GeoLite2-ASN.mmdb', text.optional()),
  SIEM_CUSTOM_DIR: define('path', 'none', 'Directory with log types of your own (YAML)', text.optional()),
  SIEM_CUSTOM_REFRESH_SECONDS: number('s', 60, 1, 86_400, 'Time between two looks for changed log types'),
  SIEM_THREAT_DIR: define(
    'path',
    'none',
    'Directory with threat intelligence lists: text, CSV, STIX 2.x, Tor exits, abuse.ch; its folders name the providers',
    text.optional(),
  ),
  SIEM_THREAT_REFRESH_SECONDS: number('s', 60, 1, 86_400, 'Time between two looks for changed threat lists'),
  SIEM_EXCLUSION_DIR: define(
    'path',
    'none',
    'Directory with rules that leave objects and records out: YAML, exclude_log_patterns.csv, JMESPath conditions',
    text.optional(),
  ),
  SIEM_EXCLUSION_REFRESH_SECONDS: number('s', 60, 1, 86_400, 'Time between two looks for changed exclusion rules'),
  SIEM_EXCLUDE_OWN_LOGS: define(
    'true, false',
    'true',
    'Leave out what the SIEM itself does in CloudTrail, S3 access logs and Security Lake',
    flag.default(true),
  ),
  SIEM_DETECTION_RULES: define(
    'true, false',
    'true',
    'Mark records that the built-in detection rules recognise (siem.detection.*)',
    flag.default(true),
  ),
  SIEM_DETECTION_DIR: define('path', 'none', 'Directory with detection rules of your own (YAML)', text.optional()),
  SIEM_DETECTION_REFRESH_SECONDS: number('s', 60, 1, 86_400, 'Time between two looks for changed detection rules'),
  SIEM_BUCKET_ROLES: define(
    'JSON',
    'none',
    'Roles of other accounts under which buckets are read: [{"bucket": "name or begin*", "roleArn": "arn:…", "externalId": "…"}]',
    bucketRoles.default([]),
  ),
  SIEM_ENRICHMENT_BUCKET: define(
    'bucket',
    'none',
    'S3 bucket with geoip/, threat/, custom/, exclusions/ and detections/; a copy stands in where no directory is named',
    text.optional(),
  ),
  SIEM_ENRICHMENT_REFRESH_SECONDS: number('s', 300, 10, 86_400, 'Time between two looks into the enrichment bucket'),
  SIEM_LEDGER_DOCUMENTS: define(
    'true, false',
    'true',
    'Keep a document about every object in siem-ledger-<year>-<month>; siem audit reads them',
    flag.default(true),
  ),
  SIEM_WAIT_FOR_TEMPLATES: define(
    'true, false',
    'false',
    'Receive nothing before bootstrap has made the index templates, which the worker must be allowed to read',
    flag.default(false),
  ),
  SIEM_TRUSTED_PROXIES: define(
    'networks',
    'none',
    'Networks whose X-Forwarded-For is believed, comma separated',
    text.optional(),
  ),
  SIEM_HTTP_HOST: define('address', '0.0.0.0', 'Address of /healthz, /readyz and /metrics', text.default('0.0.0.0')),
  SIEM_HTTP_PORT: number('port', 8080, 0, 65_535, 'Port of /healthz, /readyz and /metrics; 0 takes a free one'),
  SIEM_EMF: define('true, false', 'false', 'Write CloudWatch EMF metrics to standard output', flag.default(false)),
  SIEM_EMF_NAMESPACE: define(
    'text',
    'SIEM',
    'CloudWatch namespace of those metrics; each installation of an account and region has its own',
    text
      .regex(/^(?!AWS\/)[\w.#:/-]{1,255}$/, 'must be 1 to 255 letters, digits and . - _ / # :, and not begin with AWS/')
      .default('SIEM'),
  ),
  SIEM_EMF_INTERVAL_SECONDS: number(
    's',
    60,
    5,
    3_600,
    'Time between EMF lines, and between two sendings by OpenTelemetry',
  ),
  SIEM_LOG_LEVEL: define(
    'level',
    'info',
    'Least level that is logged',
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ),
} as const;

/** Rows of the generated table. */
export function workerVariableRows(): ConfigurationVariable[] {
  return Object.entries(workerVariables).map(([name, { unit, default: defaultValue, description }]) => ({
    name,
    unit,
    default: name === 'SIEM_THREADS' ? 'one per core' : defaultValue,
    description,
  }));
}
