import { createHash } from 'node:crypto';
import type {
  BucketDetection,
  BucketMetric,
  Detection,
  DocumentDetection,
  QueryDetection,
  Severity,
} from './detection.ts';
import { type Monitor, type MonitorAction, monitorSchema } from './schema.ts';

export interface MonitorOptions {
  /** Channels that hear of every alert; none: alerts show in OpenSearch Dashboards only. */
  readonly channelIds: readonly string[];
  readonly enabled: boolean;
}

export function monitorName(detection: Detection): string {
  return `siem-${detection.name}`;
}

/** The monitor as the alerting plugin takes it. @throws ZodError when a detection does not make a valid one */
export function toMonitor(detection: Detection, options: MonitorOptions): Monitor {
  const body = {
    type: 'monitor',
    name: monitorName(detection),
    enabled: options.enabled,
    schedule: { period: { interval: detection.everyMinutes, unit: 'MINUTES' } },
    ...bodyOf(detection, options),
  };
  const description =
    detection.technique === undefined ? detection.title : `${detection.title} (${detection.technique})`;
  // The plugin writes queries back in another form; this tells ours from ones that were changed.
  const checksum = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  return monitorSchema.parse({ ...body, ui_metadata: { managed_by: 'siem', checksum, description } });
}

function bodyOf(detection: Detection, options: MonitorOptions) {
  switch (detection.kind) {
    case 'query':
      return queryMonitor(detection, options);
    case 'bucket':
      return bucketMonitor(detection, options);
    case 'document':
      return documentMonitor(detection, options);
  }
}

function queryMonitor(detection: QueryDetection, options: MonitorOptions) {
  const { moreThan = 0, indices, severity } = detection;
  return {
    monitor_type: 'query_level_monitor',
    inputs: [
      {
        search: {
          indices,
          query: {
            size: 5,
            sort: [{ [ingestTimeOf(indices)]: 'desc' }],
            query: newDocuments(detection, detection.everyMinutes),
          },
        },
      },
    ],
    triggers: [
      {
        query_level_trigger: {
          name: detection.title,
          severity,
          condition: { script: { source: `ctx.results[0].hits.total.value > ${moreThan}`, lang: 'painless' } },
          actions: actions(detection, options, queryMessage, { throttleMinutes: 60 }),
        },
      },
    ],
  };
}

function bucketMonitor(detection: BucketDetection, options: MonitorOptions) {
  const { groupBy, metrics = {}, indices, severity, windowMinutes = detection.everyMinutes } = detection;
  return {
    monitor_type: 'bucket_level_monitor',
    inputs: [
      {
        search: {
          indices,
          query: {
            size: 0,
            query: newDocuments(detection, windowMinutes),
            aggregations: {
              groups: {
                composite: { size: 1000, sources: groupBy.map((field) => ({ [field]: { terms: { field } } })) },
                aggregations: Object.fromEntries(
                  Object.entries(metrics).map(([name, metric]) => [
                    name,
                    metricAggregation(metric, ingestTimeOf(indices)),
                  ]),
                ),
              },
            },
          },
        },
      },
    ],
    triggers: [
      {
        bucket_level_trigger: {
          name: detection.title,
          severity,
          condition: {
            parent_bucket_path: 'groups',
            buckets_path: { count: '_count', ...bucketPaths(metrics) },
            script: { source: detection.condition, lang: 'painless' },
            gap_policy: 'skip',
          },
          // A group that goes on matching is told once.
          actions: actions(detection, options, bucketMessage, { perAlert: true }),
        },
      },
    ],
  };
}

function bucketPaths(metrics: Readonly<Record<string, BucketMetric>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, metric]) => [name, 'distinct' in metric ? name : `${name}._count`]),
  );
}

function metricAggregation(metric: BucketMetric, time: string): object {
  if ('distinct' in metric) return { cardinality: { field: metric.distinct } };
  if ('matching' in metric) return { filter: queryString(metric.matching) };
  return {
    filter: {
      range: { [time]: { gte: `{{period_end}}||-${metric.newerThanMinutes}m`, format: 'epoch_millis' } },
    },
  };
}

function documentMonitor(detection: DocumentDetection, options: MonitorOptions) {
  const severities = [...new Set(detection.rules.map(({ severity }) => severity))].sort();
  return {
    monitor_type: 'doc_level_monitor',
    inputs: [
      {
        doc_level_input: {
          description: detection.title,
          indices: detection.indices,
          queries: detection.rules.map((rule) => ({
            id: rule.name,
            name: rule.name,
            query: rule.query,
            fields: [],
            tags: [severityTag(rule.severity)],
          })),
        },
      },
    ],
    triggers: severities.map((severity) => ({
      document_level_trigger: {
        name: `${detection.title}, severity ${severity}`,
        severity,
        condition: { script: { source: `query[tag=${severityTag(severity)}]`, lang: 'painless' } },
        actions: actions({ ...detection, severity }, options, documentMessage, { perAlert: true }),
      },
    })),
  };
}

function severityTag(severity: Severity): string {
  return `severity-${severity}`;
}

/**
 * What came in since the last look, by the time of ingestion: logs arrive minutes to hours after their events, and a window
 * over event times would pass over the late ones. What is older than two days comes from a backfill and alerts nobody.
 */
function newDocuments({ query, indices }: QueryDetection | BucketDetection, minutes: number): object {
  const time = ingestTimeOf(indices);
  const range = (field: string, gte: string) => ({
    range: { [field]: { gte, lte: '{{period_end}}', format: 'epoch_millis' } },
  });
  const recent = { range: { '@timestamp': { gte: '{{period_end}}||-2d', format: 'epoch_millis' } } };
  return {
    bool: {
      filter: [
        range(time, `{{period_end}}||-${minutes}m`),
        ...(time === 'event.ingested' ? [recent] : []),
        queryString(query),
      ],
    },
  };
}

/** The worker's own ledger has other names. */
export function ingestTimeOf(indices: readonly string[]): string {
  return indices.every((index) => index.startsWith('siem-ledger')) ? 'finished_at' : 'event.ingested';
}

function queryString(query: string): object {
  return { query_string: { query, default_operator: 'AND' } };
}

function actions(
  detection: Detection,
  { channelIds }: MonitorOptions,
  message: string,
  { throttleMinutes, perAlert = false }: { throttleMinutes?: number; perAlert?: boolean },
): MonitorAction[] {
  return channelIds.map((id) => ({
    name: `notify ${id}`,
    destination_id: id,
    subject_template: { source: `[SIEM severity ${detection.severity}] ${detection.title}`, lang: 'mustache' },
    message_template: { source: `${detection.title}\n${message}\nWhat to do: ${detection.advice}`, lang: 'mustache' },
    throttle_enabled: throttleMinutes !== undefined,
    ...(throttleMinutes !== undefined && { throttle: { value: throttleMinutes, unit: 'MINUTES' } }),
    ...(perAlert && {
      action_execution_policy: { action_execution_scope: { per_alert: { actionable_alerts: ['NEW'] } } },
    }),
  }));
}

/**
 * Of a document only what has a fixed form, and of groups the keys that tell them apart: the rest of a log may be written
 * by an attacker, to be read in a chat.
 */
const queryMessage = `{{ctx.results.0.hits.total.value}} since {{ctx.periodStart}}
{{#ctx.results.0.hits.hits}}{{_index}} {{_id}} account {{_source.cloud.account.id}} {{_source.cloud.region}}
{{/ctx.results.0.hits.hits}}`;
const bucketMessage = `{{#ctx.newAlerts}}{{bucket_keys}}
{{/ctx.newAlerts}}until {{ctx.periodEnd}}`;
const documentMessage = `{{#ctx.alerts}}{{#associated_queries}}{{name}} {{/associated_queries}}{{related_doc_ids}}
{{/ctx.alerts}}`;
