import { z } from 'zod';

// The public API specification has no alerting; these are the shapes of its documentation,
// https://docs.opensearch.org/latest/observing-your-data/alerting/api/, and only what we write. Unknown keys are refused:
// the plugin drops some of them in silence.

const painless = z.strictObject({ source: z.string().min(1), lang: z.literal('painless') });
const mustache = z.strictObject({ source: z.string().min(1), lang: z.literal('mustache') });
const severity = z.enum(['1', '2', '3', '4', '5']);

const action = z.strictObject({
  name: z.string().min(1),
  destination_id: z.string().min(1),
  subject_template: mustache,
  message_template: mustache,
  throttle_enabled: z.boolean(),
  throttle: z.strictObject({ value: z.number().int().min(1).max(1440), unit: z.literal('MINUTES') }).optional(),
  action_execution_policy: z
    .strictObject({
      action_execution_scope: z.strictObject({
        per_alert: z.strictObject({ actionable_alerts: z.array(z.enum(['NEW', 'DEDUPED', 'COMPLETED'])).min(1) }),
      }),
    })
    .optional(),
});

const named = { name: z.string().min(1), severity, actions: z.array(action) };

const queryTrigger = z.strictObject({
  query_level_trigger: z.strictObject({ ...named, condition: z.strictObject({ script: painless }) }),
});

const bucketTrigger = z.strictObject({
  bucket_level_trigger: z.strictObject({
    ...named,
    condition: z.strictObject({
      parent_bucket_path: z.string().min(1),
      buckets_path: z.record(z.string(), z.string().min(1)),
      script: painless,
      gap_policy: z.literal('skip'),
    }),
  }),
});

const documentTrigger = z.strictObject({
  document_level_trigger: z.strictObject({ ...named, condition: z.strictObject({ script: painless }) }),
});

const searchInput = z.strictObject({
  search: z.strictObject({ indices: z.array(z.string().min(1)).min(1), query: z.record(z.string(), z.unknown()) }),
});

const documentInput = z.strictObject({
  doc_level_input: z.strictObject({
    description: z.string(),
    indices: z.array(z.string().min(1)).min(1),
    queries: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          // Used in painless conditions, `query[name=…]`, where brackets and blanks end it.
          name: z.string().regex(/^[\w-]+$/),
          query: z.string().min(1),
          fields: z.tuple([]),
          tags: z.array(z.string().regex(/^[\w-]+$/)),
        }),
      )
      .min(1)
      .max(100),
  }),
});

const everyMonitor = {
  type: z.literal('monitor'),
  name: z.string().min(1).max(255),
  enabled: z.boolean(),
  schedule: z.strictObject({
    period: z.strictObject({ interval: z.number().int().min(1), unit: z.enum(['MINUTES', 'HOURS', 'DAYS']) }),
  }),
  ui_metadata: z.strictObject({ managed_by: z.literal('siem'), checksum: z.string(), description: z.string() }),
};

export const monitorSchema = z.discriminatedUnion('monitor_type', [
  z.strictObject({
    ...everyMonitor,
    monitor_type: z.literal('query_level_monitor'),
    inputs: z.tuple([searchInput]),
    triggers: z.array(queryTrigger).min(1),
  }),
  z.strictObject({
    ...everyMonitor,
    monitor_type: z.literal('bucket_level_monitor'),
    inputs: z.tuple([searchInput]),
    triggers: z.array(bucketTrigger).min(1),
  }),
  z.strictObject({
    ...everyMonitor,
    monitor_type: z.literal('doc_level_monitor'),
    inputs: z.tuple([documentInput]),
    triggers: z.array(documentTrigger).min(1),
  }),
]);

export type Monitor = z.output<typeof monitorSchema>;
export type MonitorAction = z.output<typeof action>;
