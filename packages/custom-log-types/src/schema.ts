import { z } from 'zod';

const pattern = z.string().min(1).meta({ description: 'Regular expression in the syntax of RE2; groups (?<name>…)' });
const path = z.string().min(1).meta({ description: 'Dotted path in the raw record, $derived, @log_group, @account …' });
const paths = z.union([path, z.array(path).min(1)]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const value = z.union([scalar, z.array(z.string())]);
const fieldType = z.enum([
  'keyword',
  'text',
  'long',
  'double',
  'boolean',
  'ip',
  'date',
  'date_nanos',
  'object',
  'flat_object',
  'geo_point',
]);

const rule = z
  .strictObject({
    from: paths.optional(),
    all: z.array(path).min(1).optional(),
    value: value.optional(),
    expression: z.string().optional().meta({ description: 'CEL expression over `record`' }),
    map: z.record(z.string(), value).optional(),
    default: value.optional(),
    when: z.strictObject({ from: path, is: z.union([z.array(z.string()), z.boolean()]) }).optional(),
    transform: z.enum(['lowercase', 'uppercase', 'string']).optional(),
  })
  .meta({ description: 'Where a value comes from' });

export const mappingSchema = z.union([path, z.array(path).min(1), rule], {
  error: 'must be a path, a list of paths, or a rule with from, all, value or expression',
});

const timestampRule = z.strictObject({
  from: path,
  format: z
    .string()
    .min(1)
    .meta({ description: 'iso8601, epoch, syslog or a pattern of strptime such as %d/%b/%Y:%H:%M:%S %z' }),
  zone: z
    .string()
    .regex(/^[+-]\d\d:\d\d$/, 'must be an offset such as +09:00')
    .optional(),
});

const columns = z.strictObject({
  kind: z.literal('columns'),
  delimiter: z.string().length(1, 'must be one character'),
  otherDelimiters: z.array(z.string().length(1)).optional(),
  header: z.union([z.literal('file'), z.array(z.string().min(1)).min(1)], {
    error: "must be a list of column names, or 'file' where the first line has them",
  }),
  defaultHeader: z.array(z.string().min(1)).optional(),
  headerPattern: pattern.optional(),
  quotes: z.enum(['double', 'double-and-brackets']).optional(),
  unescapedQuotes: z.boolean().optional(),
  dialect: z.enum(['log', 'csv']).optional(),
  comment: z.string().optional(),
  minColumns: z.union([z.int().min(1), z.literal('header')]).optional(),
  alsoJson: z.boolean().optional(),
});
const text = z.strictObject({
  kind: z.literal('text'),
  patterns: z.array(pattern).min(1),
  ignore: pattern.optional(),
  keepUnmatched: z.boolean().optional(),
  alsoJson: z.boolean().optional(),
});
const multiline = z.strictObject({
  kind: z.literal('multiline'),
  first: pattern,
  notAfter: pattern.optional(),
  inherited: z.strictObject({ group: z.string().min(1), from: pattern }).optional(),
  patterns: z.array(pattern).min(1),
  ignore: pattern.optional(),
  keepUnmatched: z.boolean().optional(),
});
const format = z.discriminatedUnion('kind', [
  columns,
  text,
  multiline,
  z.strictObject({ kind: z.literal('json'), records: paths.optional() }),
  z.strictObject({ kind: z.literal('xml'), element: z.string().min(1) }),
  z.strictObject({ kind: z.literal('winevtxml') }),
  z.strictObject({
    kind: z.literal('cef'),
    labels: z.enum(['name', 'keep']).optional(),
    alsoLeef: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('leef') }),
  z.strictObject({
    kind: z.literal('keyvalue'),
    pairSeparator: z.string().optional(),
    valueSeparator: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('syslog') }),
  z.strictObject({ kind: z.literal('parquet') }),
]);

/** Every field of a log type; which of them are needed depends on whether it extends another. */
export const logTypeSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be lower case letters, digits, - and _')
      .optional(),
    extends: z
      .string()
      .optional()
      .meta({ description: 'Built-in log type to start from; fields given here take its place' }),
    title: z.string().optional(),
    source: z.string().optional(),
    keys: z.array(pattern).min(1).optional().meta({ description: 'S3 keys of this log type' }),
    exampleKey: z.string().optional(),
    ignoredKeys: z.array(pattern).optional(),
    priority: z.int().min(0).max(1000).optional(),
    content: z
      .strictObject({
        json: z
          .array(z.union([path, z.array(path).min(1)]))
          .min(1)
          .optional(),
        text: pattern.optional(),
        header: z.array(z.string()).min(1).optional(),
        share: z.number().min(0).max(1).optional(),
        score: z.number().optional(),
      })
      .optional(),
    index: z
      .string()
      .regex(/^(?:log|metrics)-[a-z0-9][a-z0-9_-]*$/, 'must begin with log- or metrics-, in lower case')
      .optional(),
    format: format.optional(),
    fields: z.record(z.string(), fieldType).optional(),
    textFields: z.array(path).optional(),
    omit: z.array(path).optional(),
    prefix: z
      .string()
      .regex(/^[A-Za-z_][\w-]*$/, 'must be a field name')
      .optional(),
    timestamp: z
      .union([timestampRule, z.array(timestampRule).min(1)], {
        error: 'must be {from, format} or a list of those',
      })
      .optional(),
    id: z.strictObject({ from: path, suffix: path.optional() }).optional(),
    ecs: z
      .record(z.string(), mappingSchema.nullable())
      .optional()
      .meta({ description: 'Field: where its value comes from; null takes the mapping of the extended log type away' }),
    cloudProvider: z.union([z.string(), z.literal(false)]).optional(),
    geoip: z.array(z.string()).optional(),
    threat: z.strictObject({ ip: z.array(z.string()).optional(), domain: z.array(z.string()).optional() }).optional(),
    userAgent: z.boolean().optional(),
    containerStderr: z.enum(['ignore', 'keep']).optional(),
    forwardedFor: z.strictObject({ client: z.string(), from: path }).optional(),
  })
  .meta({ title: 'SIEM log type', description: 'A log type of your own, or changes to a built-in one' });

export type LogTypeFile = z.infer<typeof logTypeSchema>;

/** For editors: put `# yaml-language-server: $schema=…` on the first line of a file. */
export function jsonSchema(): object {
  return z.toJSONSchema(logTypeSchema, { io: 'input' });
}
