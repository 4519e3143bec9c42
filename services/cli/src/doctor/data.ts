import type { Client } from '@opensearch-project/opensearch';
import { printable } from '@siem/bootstrap';
import { errorText, type Finding, Report } from './finding.ts';

const logIndexes = 'log-*,metrics-*';
const silentHours = 24;
const maxSources = 500;
const maxRefusals = 20;

/** What mends a field that an index refuses, by the reason on the document. */
const fixes: Record<string, string> = {
  mapping_conflict:
    'Sources send both objects and plain values: map it as flat_object, or as keyword with ignore_above.',
  bad_value: 'Its values are not of its type: map it as keyword, or give it ignore_malformed.',
  field_limit: 'Too many fields: map the object that makes new names up as flat_object.',
  term_too_long: 'Map it as match_only_text, or with ignore_above.',
  depth_limit: 'Map the object above it as flat_object.',
  bad_field_name: 'The name is none for OpenSearch: rename it, or omit it in the log type.',
  strict_mapping: 'The mapping is strict: map the field, or let new ones in.',
  duplicate_key: 'The source writes a key twice; nothing is to be done here.',
};

/** Tags that the worker puts on documents in which something was not as it should be. */
const tags: Record<string, string> = {
  siem_no_timestamp:
    'No time was found in the record: the time of arrival stands in. Check the time format of the type.',
  siem_future_timestamp: 'Clocks of sources run ahead: the time of arrival stands in.',
  siem_unparsed: 'The record is not of its format: it is searchable as text only.',
  siem_truncated: 'The sender cuts records at a limit: fields behind it are missing.',
  siem_repaired: 'The sender writes broken JSON, which was mended.',
  siem_invalid_utf8: 'The source writes something else than UTF-8.',
};

interface Bucket {
  key: string;
  doc_count: number;
  last?: { value: number | null };
  field?: { buckets: Bucket[] };
}

/** What has come in: which sources fell silent, what indexes refused, what was not as it should be. */
export async function checkData(client: Client, now: Date): Promise<Finding[]> {
  const report = new Report('data');
  try {
    await checkSources(client, now, report);
    await checkRefusals(client, report);
    await checkTags(client, report);
  } catch (error) {
    const advice = 'Allow the read privilege on log-* and metrics-*, and apply the templates: `siem bootstrap apply`.';
    report.warning('documents', `cannot be checked: ${errorText(error)}`, advice);
  }
  return report.findings;
}

async function aggregate(client: Client, query: object, aggs: object): Promise<Record<string, { buckets: Bucket[] }>> {
  const { body } = await client.search({
    index: logIndexes,
    ignore_unavailable: true,
    allow_no_indices: true,
    body: { size: 0, track_total_hits: false, query, aggs } as never,
  });
  return (body.aggregations ?? {}) as never;
}

function since(time: string): object {
  return { range: { 'event.ingested': { gte: time } } };
}

async function checkSources(client: Client, now: Date, report: Report): Promise<void> {
  const { types } = await aggregate(client, since('now-7d'), {
    types: { terms: { field: '@log_type', size: maxSources }, aggs: { last: { max: { field: 'event.ingested' } } } },
  });
  const buckets = types?.buckets ?? [];
  if (buckets.length === 0) {
    const advice = 'Put an object into the log bucket, or load what is there: `siem backfill`.';
    report.warning('sources', 'no documents came in within 7 days', advice);
    return;
  }
  const documents = buckets.reduce((sum, { doc_count }) => sum + doc_count, 0);
  report.ok('sources', `${documents.toLocaleString('en')} documents of ${buckets.length} log types within 7 days`);
  for (const { key, last } of buckets) {
    const hours = (now.getTime() - (last?.value ?? 0)) / 3_600_000;
    if (hours <= silentHours) continue;
    const advice = 'Check that the service still delivers to the bucket.';
    report.warning('silent source', `${printable(key)}: nothing for ${Math.floor(hours)} hours`, advice);
  }
}

async function checkRefusals(client: Client, report: Report): Promise<void> {
  const reasons = await refusals(client);
  if (reasons.length === 0) report.ok('safe form', 'no document within 7 days needed it');
  for (const { key: reason, doc_count, field } of reasons) {
    const named = field?.buckets.filter(({ key }) => key !== '') ?? [];
    const rows = named.length === 0 ? [{ key: 'no field named', doc_count }] : named;
    for (const row of rows) {
      const found = `${row.doc_count.toLocaleString('en')} documents: ${printable(row.key)} (${printable(reason)})`;
      report.warning('safe form', found, fixes[reason] ?? 'Look at siem_unmapped of these documents.');
    }
  }
}

async function refusals(client: Client): Promise<Bucket[]> {
  const query = { bool: { filter: [since('now-7d'), { match: { tags: 'siem_safe_form' } }] } };
  const { reasons } = await aggregate(client, query, {
    reasons: {
      terms: { field: 'siem.safe_form.reason', size: 20 },
      aggs: { field: { terms: { field: 'siem.safe_form.field', missing: '', size: maxRefusals } } },
    },
  });
  return reasons?.buckets ?? [];
}

async function checkTags(client: Client, report: Report): Promise<void> {
  const filters = Object.fromEntries(Object.keys(tags).map((tag) => [tag, { match: { tags: tag } }]));
  const found = (await aggregate(client, since('now-24h'), { tags: { filters: { filters } } })) as unknown as {
    tags?: { buckets: Record<string, { doc_count: number }> };
  };
  for (const [tag, { doc_count }] of Object.entries(found.tags?.buckets ?? {})) {
    if (doc_count === 0) continue;
    report.warning(tag, `${doc_count.toLocaleString('en')} documents within 24 hours`, tags[tag]!);
  }
}
