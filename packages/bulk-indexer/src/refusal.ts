import type { OpenSearchError } from './classify.ts';
import { type ConflictCounts, readConflict } from './conflict.ts';
import type { BulkIndexerMetrics } from './metrics.ts';
import { toSafeForm } from './safe-form.ts';
import { indexOf, rewrite, type SafeForm, type WorkItem } from './work-item.ts';

/** Neither the document's fields nor its values are at fault, so another form of it would not help. */
const hopelessTypes =
  /^(?:invalid_index_name_exception|action_request_validation_exception|document_too_large|no_answer)$/;
const maxReasonCharacters = 2_000;

/** A document that the index does not take as it is. */
export interface Refusal {
  readonly item: WorkItem;
  readonly status: number;
  readonly error: OpenSearchError | undefined;
}

/**
 * What follows a refusal: the document as rendered, then without the named field, then in the wide form, each once;
 * what is refused in the last form is rejected.
 * @returns the document in its next form, or undefined when it has been rejected
 */
export function followRefusal(
  { item, status, error }: Refusal,
  conflicts: ConflictCounts,
  metrics: BulkIndexerMetrics,
): WorkItem | undefined {
  const index = indexOf(item, item.from);
  const conflict = readConflict(error);
  if (item.rewritten?.form === undefined && !isHopeless(error)) {
    conflicts.add(index, conflict);
    metrics.count('siem_bulk_conflicts_total', 1, { reason: conflict.reason });
  }
  const form = nextForm(item.rewritten?.form, error);
  const source = item.chunk.body.subarray(item.chunk.sourceStart(item.from), item.chunk.start(item.from + 1));
  const safe = form === undefined ? undefined : toSafeForm(source, conflict, form);
  if (safe !== undefined) return rewrite(item, { source: safe.source, form: safe.form });
  item.chunk.addRejected({
    position: item.from,
    index,
    status,
    type: error?.type ?? 'unknown',
    reason: describe(error).slice(0, maxReasonCharacters),
  });
  metrics.count('siem_bulk_documents_total', 1, { state: 'rejected' });
  return undefined;
}

export function isHopeless(error: OpenSearchError | undefined): boolean {
  return hopelessTypes.test(error?.type ?? '');
}

function nextForm(form: SafeForm | undefined, error: OpenSearchError | undefined): SafeForm | undefined {
  if (form === 'wide' || isHopeless(error)) return undefined;
  return form === undefined ? 'field' : 'wide';
}

/** The reason with its causes, which often say more. */
export function describe(error: OpenSearchError | undefined): string {
  const reasons: string[] = [];
  for (let at = error; at !== undefined && reasons.length < 4; at = at.caused_by) {
    if (at.reason !== undefined) reasons.push(at.reason);
  }
  return reasons.length === 0 ? 'OpenSearch gave no reason' : reasons.join(' <- ');
}
