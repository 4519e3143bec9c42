import { dynamicTemplates } from './dynamic-templates.ts';
import { date, flatObject, keyword, long, type Mappings, nest, text } from './mapping.ts';
import type { ResolvedTemplateOptions } from './options.ts';

/**
 * Fields that searching without a field name looks into. The default, every field, fails as soon as an index has more of
 * them than a query may have clauses (1,024), and compares words with thousands of keywords. `@message` is the whole
 * record; the others are what enrichment adds to it.
 */
const defaultSearchFields = [
  '@message',
  'event.action',
  'rule.name',
  'user.name',
  'tags',
  'source.geo.country_name',
  'source.geo.city_name',
  'source.as.organization.name',
  'destination.geo.country_name',
  'destination.geo.city_name',
  'destination.as.organization.name',
];

export function baseSettings(options: ResolvedTemplateOptions): Record<string, unknown> {
  const everywhere = {
    'index.mapping.total_fields.limit': 3000,
    // Dashboards asks for every date field of an index pattern by its doc values; the default allows 100.
    'index.max_docvalue_fields_search': 200,
    'index.query.default_field': defaultSearchFields,
  };
  if (options.serverless) return everywhere;
  return {
    ...everywhere,
    'index.codec': options.codec,
    'index.refresh_interval': `${options.refreshIntervalSeconds}s`,
    'index.number_of_replicas': String(options.replicas),
  };
}

/** Fields of every document besides ECS, as DESIGN.md names them. */
export const documentFields: Mappings = nest([
  ['@timestamp', { type: 'date' }],
  ['@message', text],
  ['@log_type', keyword],
  ['@log_s3bucket', keyword],
  ['@log_s3key', keyword],
  ['@log_group', keyword],
  ['@log_stream', keyword],
  ['@id', keyword],
  // Subtrees that an index refused where they stood; the bulk indexer's safe form puts them here.
  ['siem_unmapped', flatObject],
  ['threat.matched.indicators', keyword],
  ['threat.matched.names', keyword],
  ['threat.matched.providers', keyword],
  ['threat.matched.types', keyword],
  ['siem.detection.id', keyword],
  ['siem.detection.name', keyword],
  ['siem.detection.severity', keyword],
]);

export const documentMappings = {
  // Text that looks like a date is one only where a template says so: otherwise the first value decides for all.
  date_detection: false,
  numeric_detection: false,
  dynamic_templates: dynamicTemplates,
  properties: documentFields,
};

/** What the worker keeps per S3 object. Unknown facts become keywords and numbers, so a newer worker may add some. */
export const ledgerMappings = {
  date_detection: false,
  dynamic_templates: dynamicTemplates,
  properties: nest([
    ['@timestamp', date],
    ['bucket', keyword],
    ['key', keyword],
    ['version', keyword],
    ['etag', keyword],
    ['log_type', keyword],
    ['outcome', keyword],
    ['reason', text],
    ['parser_version', keyword],
    ['worker', keyword],
    ['message_id', keyword],
    ['account_id', keyword],
    ['region', keyword],
    ['size_bytes', long],
    ['bytes', long],
    ['read', long],
    ['indexed', long],
    ['duplicate', long],
    ['excluded', long],
    ['dead_lettered', long],
    ['safe_form', long],
    ['excluded_by_rule', flatObject],
    ['counted_by_rule', flatObject],
    ['balances', { type: 'boolean' }],
    ['started_at', date],
    ['finished_at', date],
    ['notified_at', date],
    ['first_event_at', date],
    ['last_event_at', date],
    ['receive_count', long],
    ['lag_ms', long],
    ['duration_ms', long],
    ['timings', { type: 'object' }],
  ]),
};

/** The record of what bootstrap applied; bodies are kept to be shown, not searched. */
export const appliedStateMappings = {
  dynamic: 'strict',
  properties: nest([
    ['kind', keyword],
    ['name', keyword],
    ['id', keyword],
    ['checksum', keyword],
    ['version', keyword],
    ['applied_at', date],
    ['applied_by', keyword],
    ['body', { type: 'object', enabled: false }],
  ]),
};
